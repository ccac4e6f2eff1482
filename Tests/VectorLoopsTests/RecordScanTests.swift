import CVectorLoops
import Testing

/// The scan for the ends of fields, at every small length, between pages that may not be touched.
@Suite struct RecordScanTests {
    /// The scan byte by byte.
    private static func records(
        _ bytes: [UInt8], columns: Int
    ) -> (next: Int, ends: [Int32], records: Int) {
        var (next, records) = (0, 0)
        var (ends, found): ([Int32], [Int32]) = ([], [])
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\"") { break }
            guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") else { continue }
            found.append(Int32(index))
            guard byte == UInt8(ascii: "\n") else { continue }
            let line = bytes[next..<index]
            if found.count != columns || columns == 1 && (line.isEmpty || Array(line) == [13]) { break }
            ends += found
            (found, next, records) = ([], index + 1, records + 1)
        }
        return (next, ends, records)
    }

    @Test(arguments: [true, false]) func findsTheEndsOfFields(atEnd: Bool) {
        let alphabet = Array("ab1,,\n\r".utf8)
        for seed in 0..<400 {
            var generator = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
            func draw(_ count: Int) -> Int {
                generator ^= generator << 13
                generator ^= generator >> 7
                generator ^= generator << 17
                return Int(generator % UInt64(count))
            }
            let columns = 1 + seed % 3
            var bytes: [UInt8] = []
            while bytes.count < seed {
                // Mostly valid records.
                if draw(20) == 0 {
                    bytes.append(draw(4) == 0 ? UInt8(ascii: "\"") : alphabet[draw(alphabet.count)])
                }
                for column in 0..<columns {
                    bytes += (0..<draw(9)).map { _ in alphabet[draw(3)] }
                    bytes.append(UInt8(ascii: column == columns - 1 ? "\n" : ","))
                }
            }
            let expected = Self.records(bytes, columns: columns)
            let buffer = GuardedBuffer(bytes, atEnd: atEnd)
            var ends = [Int32](repeating: 0, count: bytes.count + 1)
            var records = -1
            let next = trellis_scan_records(
                buffer.start, 0, bytes.count, UInt8(ascii: ","), columns, &ends, &records)
            #expect(next == expected.next && records == expected.records)
            #expect(Array(ends[..<(records * columns)]) == expected.ends)
        }
    }

    @Test(arguments: [true, false]) func countsQuotesAndNewlines(atEnd: Bool) {
        for count in Array(0...130) + [255 * 64, 255 * 64 + 65, 600 * 64 + 1] {
            let bytes = (0..<count).map { index in
                [UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "x"), 0xFF][(index * 7 + index / 5) % 4]
            }
            let buffer = GuardedBuffer(bytes, atEnd: atEnd)
            var (quotes, newlines) = (-1, -1)
            trellis_count_marks(buffer.start, count, &quotes, &newlines)
            #expect(quotes == bytes.filter { $0 == UInt8(ascii: "\"") }.count)
            #expect(newlines == bytes.filter { $0 == UInt8(ascii: "\n") }.count)
        }
    }
}
