extension [Double] {
    /// Sorts the numbers in ascending order.
    ///
    /// No number may be missing. A negative zero becomes zero.
    ///
    /// Sorts long lists by digits of 11 bits, from the lowest to the highest, without the digits that all numbers have in
    /// common.
    ///
    /// - Complexity: O(n).
    package mutating func sortAscending() {
        guard count > Radix.shortest else {
            for index in indices { self[index] += 0 }
            return sort()
        }
        let keys = WorkBuffer<UInt64>(uninitialized: count)
        let scratch = WorkBuffer<UInt64>(uninitialized: count)
        withUnsafeMutableBufferPointer { numbers in
            for index in numbers.indices { keys.start[index] = Radix.key(of: numbers[index]) }
            let last = Radix.sort(keys.start, count: numbers.count, scratch: scratch.start)
            for index in numbers.indices { numbers[index] = Radix.number(of: last[index]) }
        }
    }
}

/// Keys of numbers, and their digits.
private enum Radix {
    /// The number of elements up to which comparing them is as fast.
    static let shortest = 256

    private static let digitBits = 11
    private static let digitCount = (UInt64.bitWidth + digitBits - 1) / digitBits
    private static let valueCount = 1 << digitBits

    /// A key whose order as an integer is that of the number: a negative number has all bits inverted, another one the
    /// sign.
    @inline(__always)
    static func key(of number: Double) -> UInt64 {
        let bits = (number + 0).bitPattern
        return bits ^ (UInt64(bitPattern: Int64(bitPattern: bits) >> 63) | 1 << 63)
    }

    @inline(__always)
    static func number(of key: UInt64) -> Double {
        Double(bitPattern: key ^ ((key >> 63) &- 1 | 1 << 63))
    }

    @inline(__always)
    private static func digit(_ place: Int, of key: UInt64) -> Int {
        Int(truncatingIfNeeded: key >> UInt64(place * digitBits)) & (valueCount - 1)
    }

    /// Sorts keys, and returns the buffer that has them in order.
    static func sort(
        _ keys: UnsafeMutablePointer<UInt64>, count: Int, scratch: UnsafeMutablePointer<UInt64>
    ) -> UnsafeMutablePointer<UInt64> {
        var (source, target) = (keys, scratch)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: digitCount * valueCount) { counts in
            counts.initialize(repeating: 0)
            for index in 0..<count {
                for place in 0..<digitCount {
                    counts[place * valueCount + digit(place, of: keys[index])] += 1
                }
            }
            for place in 0..<digitCount {
                let starts = UnsafeMutableBufferPointer(
                    rebasing: counts[place * valueCount..<(place + 1) * valueCount])
                if starts[digit(place, of: keys[0])] == count { continue }
                var start = 0
                for value in starts.indices { (starts[value], start) = (start, start + starts[value]) }
                for index in 0..<count {
                    let key = source[index]
                    let value = digit(place, of: key)
                    target[starts[value]] = key
                    starts[value] += 1
                }
                swap(&source, &target)
            }
        }
        return source
    }
}
