import CZLib
import Foundation
import Learning
import Testing

@testable import Tabular

/// Files compressed by gzip.
@Suite struct GzipTests {
    private static let text =
        "a,b,c\n"
        + (0..<60_000).map { "\($0),\($0 == 59_999 ? "x" : "0\($0 % 7)"),\(Double($0) / 7)\n" }.joined()

    @Test func areReadLikeTheirContents() throws {
        let expected = try Table(csv: Array(Self.text.utf8), name: "t").contents
        let compressed = gzip(Self.text)
        #expect(compressed.count < Self.text.utf8.count / 2)
        #expect(try Table(csv: compressed, name: "t").contents == expected)
        try withFolder { folder in
            // The contents decide, not the name.
            let file = folder.appendingPathComponent("data.csv")
            try Data(compressed).write(to: file)
            let table = try Table(csv: file.path)
            #expect(table.cells == (try Table(csv: Array(Self.text.utf8), name: "t")).cells)
            #expect(try table.line(ofRow: 59_999) == 60_001)
        }
    }

    @Test func mayHaveSeveralMembersAndZerosAtTheEnd() throws {
        let members = gzip("a,b\n1,") + gzip("") + gzip("2\n3,4\n") + [0, 0, 0]
        #expect(try Table(csv: members, name: "t").cells == [["1", "2"], ["3", "4"]])
        #expect(try Table(csv: gzip("\u{FEFF}a\n1"), name: "t").columnNames == ["a"])
    }

    @Test func integersWithZerosAreReadAgain() throws {
        #expect(try Table(csv: gzip("y\n01\n1\n"), name: "t").groups("y").classes == ["01", "1"])
    }

    @Test func damageIsAnErrorWithTheNameOfTheFile() throws {
        let whole = gzip(Self.text)
        #expect(
            message { _ = try Table(csv: gzip(""), name: "t.gz") }
                == "t.gz: the file is empty; expected a header and rows")
        for length in [2, 9, 10, 1000, whole.count - 9, whole.count - 1] {
            #expect(
                message { _ = try Table(csv: Array(whole.prefix(length)), name: "t.gz") }
                    == "t.gz: the gzip file is truncated: its end is missing", "\(length)")
        }
        var changed = whole
        changed[whole.count - 6] ^= 1
        #expect(
            message { _ = try Table(csv: changed, name: "t.gz") }
                == "t.gz: the gzip file is damaged: incorrect data check")
        #expect(
            message { _ = try Table(csv: whole + [7, 7], name: "t.gz") }
                == "t.gz: the gzip file is damaged: incorrect header check")
        for place in stride(from: 10, to: whole.count, by: 997) {
            changed = whole
            changed[place] ^= 0x55
            // Whatever the damage does, the file is refused by its checksum at the latest.
            #expect(message { _ = try Table(csv: changed, name: "t.gz") }.hasPrefix("t.gz:"))
        }
    }

    /// A start that compresses a thousandfold suggests far more rows than there are.
    @Test func aMisleadingStartReservesLittleMemory() throws {
        var generator = SplitMix64(state: 3)
        let noise = (0..<200_000).map { _ in "\(UInt64.random(in: 0 ... .max, using: &generator))\n" }
        let text = "a\n" + String(repeating: "1\n", count: 1_000_000) + noise.joined()
        #expect(try Table(csv: gzip(text), name: "t").rowCount == 1_200_000)
    }

    @Test func otherFormatsAreNamed() {
        #expect(
            message { _ = try Table(csv: [0x50, 0x4B, 3, 4, 0, 0, 0, 0], name: "t.zip") }
                == "t.zip: the file is compressed (zip); decompress it first, or use gzip")
    }

    private func gzip(_ text: String) -> [UInt8] {
        var stream = z_stream()
        let version = ZLIB_VERSION
        let size = Int32(MemoryLayout<z_stream>.size)
        #expect(deflateInit2_(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, version, size) == Z_OK)
        defer { deflateEnd(&stream) }
        var input = Array(text.utf8)
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(input.count))) + 64)
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                #expect(deflate(&stream, Z_FINISH) == Z_STREAM_END)
                return output.count - Int(stream.avail_out)
            }
        }
        return Array(output.prefix(count))
    }
}
