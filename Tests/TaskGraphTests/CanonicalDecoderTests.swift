import TaskGraph
import TestOperations
import Testing

@Suite("Reading the canonical encoding")
struct CanonicalDecoderTests {
    @Test("gives what was written, to the bit")
    func roundTrip() throws {
        var encoder = CanonicalEncoder()
        encoder.appendNil()
        encoder.append(true)
        encoder.append(-7)
        encoder.append(Int.min)
        encoder.append(-0.0)
        encoder.append(Double(nan: 5, signaling: false))
        encoder.append("schön\0")
        encoder.append(bytes: [1, 2, 3])
        encoder.append(TaskKey(high: 1, low: 2))
        encoder.append([3, -4])
        encoder.append([-0.0, .infinity])
        encoder.beginList(count: 2)
        encoder.append("a")
        encoder.append("b")

        var decoder = CanonicalDecoder(encoder.bytes)
        #expect(decoder.isNil)
        try decoder.readNil()
        #expect(!decoder.isNil)
        #expect(try decoder.readBool())
        #expect(try decoder.readInt() == -7)
        #expect(try decoder.readInt() == .min)
        #expect(try decoder.readDouble().bitPattern == (-0.0).bitPattern)
        #expect(try decoder.readDouble().bitPattern == Double(nan: 5, signaling: false).bitPattern)
        #expect(try decoder.readString() == "schön\0")
        #expect(try decoder.readBytes() == [1, 2, 3])
        #expect(try decoder.readKey() == TaskKey(high: 1, low: 2))
        #expect(try decoder.readInts() == [3, -4])
        #expect(
            try decoder.readDoubles().map(\.bitPattern) == [(-0.0).bitPattern, Double.infinity.bitPattern])
        #expect(try decoder.readList { try $0.readString() } == ["a", "b"])
        #expect(decoder.isAtEnd)
        try decoder.readEnd()
    }

    @Test("refuses a value of another type, and reads it as what it is afterwards")
    func otherType() throws {
        var encoder = CanonicalEncoder()
        encoder.append(1)
        var decoder = CanonicalDecoder(encoder.bytes)
        #expect(throws: WireError.damaged(offset: 0, expected: "a number")) { try decoder.readDouble() }
        #expect(throws: WireError.damaged(offset: 0, expected: "the end")) { try decoder.readEnd() }
        #expect(try decoder.readInt() == 1)
    }

    @Test("refuses counts of more than there is", arguments: [UInt64.max, 1 << 61, 1 << 32, 3])
    func greatCounts(count: UInt64) {
        for tag: UInt8 in [4, 5, 7, 8, 9] {
            let bytes = [tag] + withUnsafeBytes(of: count.littleEndian) { Array($0) } + [0, 0]
            var decoder = CanonicalDecoder(bytes)
            #expect(throws: WireError.self, "tag \(tag)") {
                switch tag {
                case 4: _ = try decoder.readString()
                case 5: _ = try decoder.readBytes()
                case 7: _ = try decoder.beginList()
                case 8: _ = try decoder.readInts()
                default: _ = try decoder.readDoubles()
                }
            }
        }
    }

    @Test("refuses what is no UTF-8 and no truth value")
    func wrongContent() {
        var text = CanonicalDecoder([4, 1, 0, 0, 0, 0, 0, 0, 0, 0xff])
        #expect(throws: WireError.self) { try text.readString() }
        var truth = CanonicalDecoder([1, 2])
        #expect(throws: WireError.self) { try truth.readBool() }
    }

    @Test("of any bytes ends in values or an error")
    func randomBytes() {
        var generator = SplitMix64(state: 1)
        var valuesRead = 0
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...(Bool.random(using: &generator) ? 9 : 255), using: &generator)
            }
            var decoder = CanonicalDecoder(bytes)
            while (0...9).contains(where: { decoder.read($0) }) { valuesRead += 1 }
        }
        #expect(valuesRead > 1000)
    }
}

extension CanonicalDecoder {
    /// Reads the value of a tag; returns whether this succeeded.
    fileprivate mutating func read(_ tag: Int) -> Bool {
        do {
            switch tag {
            case 0: try readNil()
            case 1: _ = try readBool()
            case 2: _ = try readInt()
            case 3: _ = try readDouble()
            case 4: _ = try readString()
            case 5: _ = try readNested()
            case 6: _ = try readKey()
            case 7: _ = try beginList()
            case 8: _ = try readInts()
            default: _ = try readDoubles()
            }
            return true
        } catch {
            return false
        }
    }
}
