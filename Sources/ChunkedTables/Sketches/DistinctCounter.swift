internal import TaskGraph

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The number of distinct values of a group: exact up to a number, and estimated beyond by HyperLogLog.
///
/// A value is counted by its hash of 64 bits, which is the same in every process. Up to ``exactLimit`` hashes are kept. Beyond
/// them, 16,384 registers of one byte keep the largest number of leading zeros of a hash (Flajolet, Fusy, Gandouet and
/// Meunier 2007), from which the number is estimated without tables of corrections (Ertl 2017). The standard error is
/// 0.81 %. Counters of the same values are equal, in whatever order and parts these are added.
struct DistinctCounter: Sendable {
    /// The number of distinct values that are counted exactly.
    static let exactLimit = 1024

    /// The relative standard error of an estimate: 1.04 / √16,384.
    static let standardError = 1.04 / 128

    private static let bits = 14
    private static let registerCount = 1 << bits

    /// The hashes, while they are few.
    private var hashes: Set<UInt64> = []

    /// The registers; empty while the hashes are few.
    private var registers: [UInt8] = []

    /// The number of bytes, approximately.
    var byteCount: Int { 32 + 16 * hashes.count + registers.count }

    /// Whether all hashes are kept.
    var isExact: Bool { registers.isEmpty }

    /// Counts the value with a hash.
    @inline(__always)
    mutating func insert(_ hash: UInt64) {
        guard isExact else { return raise(hash) }
        hashes.insert(hash)
        if hashes.count > Self.exactLimit { beginRegisters() }
    }

    /// Counts the values of another counter.
    mutating func merge(_ other: DistinctCounter) {
        if other.isExact {
            for hash in other.hashes { insert(hash) }
            return
        }
        if isExact { beginRegisters() }
        for place in registers.indices where other.registers[place] > registers[place] {
            registers[place] = other.registers[place]
        }
    }

    private mutating func beginRegisters() {
        registers = [UInt8](repeating: 0, count: Self.registerCount)
        for hash in hashes { raise(hash) }
        hashes = []
    }

    @inline(__always)
    private mutating func raise(_ hash: UInt64) {
        let place = Int(hash >> UInt64(64 - Self.bits))
        let zeros = min((hash << UInt64(Self.bits)).leadingZeroBitCount, 64 - Self.bits)
        let value = UInt8(zeros + 1)
        if value > registers[place] { registers[place] = value }
    }

    /// The number of distinct values.
    var count: Double {
        guard !isExact else { return Double(hashes.count) }
        let (count, most) = (Double(Self.registerCount), 64 - Self.bits)
        var numbers = [Double](repeating: 0, count: most + 2)
        for value in registers { numbers[Int(value)] += 1 }
        var sum = count * Self.tau(1 - numbers[most + 1] / count)
        for value in (1...most).reversed() { sum = 0.5 * (sum + numbers[value]) }
        sum += count * Self.sigma(numbers[0] / count)
        return (count * count / (2 * log(2.0) * sum)).rounded()
    }

    /// The contribution of the registers that are 0 (Ertl 2017, algorithm 6).
    private static func sigma(_ share: Double) -> Double {
        if share == 1 { return .infinity }
        var (share, factor, sum, before) = (share, 1.0, share, -1.0)
        while sum != before {
            share *= share
            before = sum
            sum += share * factor
            factor += factor
        }
        return sum
    }

    /// The contribution of the registers with the largest value.
    private static func tau(_ share: Double) -> Double {
        if share == 0 || share == 1 { return 0 }
        var (share, factor, sum, before) = (share, 1.0, 1 - share, -1.0)
        while sum != before {
            share = share.squareRoot()
            before = sum
            factor *= 0.5
            sum -= (1 - share) * (1 - share) * factor
        }
        return sum / 3
    }
}

extension DistinctCounter {
    /// The hash of a number or date; that of minus zero is that of zero.
    @inline(__always)
    static func hash(_ value: Double) -> UInt64 {
        // The finalizer of MurmurHash3, of numbers shifted by a constant so that 0 is not its own hash.
        var hash = (value + 0).bitPattern &+ 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }

    /// The hash of a text.
    static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        TaskKey(hashing: UnsafeRawBufferPointer(text)).low
    }
}

// MARK: - Coding

extension DistinctCounter {
    /// Writes counters: the number of hashes of each, -1 for one with registers, and hashes and registers in a frame each.
    static func encode(_ counters: [DistinctCounter], into writer: inout ValueWriter) {
        writer.append(Frame(counters.map { $0.isExact ? $0.hashes.count : -1 }))
        let bytes = counters.reduce(0) { $0 + 8 * $1.hashes.count }
        writer.append(byteCount: bytes) { Frame(counters.flatMap { $0.hashes.sorted() }) }
        let registers = counters.reduce(0) { $0 + $1.registers.count }
        writer.append(byteCount: registers) { Frame(counters.flatMap(\.registers)) }
    }

    /// Decodes counters written by ``encode(_:into:)``.
    static func decode(from reader: inout ValueReader) throws -> [DistinctCounter] {
        let counts = try reader.readArray(of: Int.self)
        var (hashes, registers) = (
            try reader.readArray(of: UInt64.self)[...], try reader.readArray(of: UInt8.self)[...]
        )
        let damaged = WireError.cannotDecode(value: "distinct-counters", reason: "their hashes do not match")
        let counters = try counts.map { count in
            var counter = DistinctCounter()
            if count < 0 {
                counter.registers = Array(registers.prefix(Self.registerCount))
                registers = registers.dropFirst(Self.registerCount)
                guard counter.registers.count == Self.registerCount,
                    counter.registers.allSatisfy({ Int($0) <= 65 - Self.bits })
                else { throw damaged }
            } else {
                guard count <= hashes.count, count <= Self.exactLimit else { throw damaged }
                counter.hashes = Set(hashes.prefix(count))
                hashes = hashes.dropFirst(count)
                guard counter.hashes.count == count else { throw damaged }
            }
            return counter
        }
        guard hashes.isEmpty, registers.isEmpty else { throw damaged }
        return counters
    }
}
