import Foundation
import Tabular
import Testing

/// The lines on which rows begin, with newlines in quotes and files longer than a block.
@Suite struct CSVLinesTests {
    @Test func rowsAreFoundAgain() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).csv")
        defer { try? FileManager.default.removeItem(at: path) }
        let rows = (0..<100_000).map { $0 == 1 ? "1,\"two\nlines\"" : "\($0),text" }
        try (["\"a\nheader\",b"] + rows).joined(separator: "\n").write(
            to: path, atomically: true, encoding: .utf8)
        let lines = try [0, 1, 2, 99_999, 100_000].map { try CSVLines.line(ofRow: $0, inCSV: path.path()) }
        #expect(lines == [3, 4, 6, 100_003, nil])
    }
}
