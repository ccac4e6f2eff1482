import Foundation
import Testing

@testable import Tabular

@Suite struct FileTests {
    @Test func aFileThatIsNotThereIsNamed() {
        #expect(message { _ = try Table(csv: "no/such.csv") } == "no/such.csv: there is no such file")
        let directory = root.path
        #expect(
            message { _ = try Table(csv: directory) }
                == "\(directory): this is a directory; expected a CSV file")
        let long = String(repeating: "x", count: 5000)
        #expect(message { _ = try Table(csv: long) } == "\(long): cannot be read: File name too long")
    }

    @Test func aFileOfManyChunksIsRead() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "tabular-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("many.csv")
        // The second column turns to text after three chunks.
        let rows = 60_000
        let text =
            "a,b,c\n" + (0..<rows).map { "\($0),\($0 == rows - 1 ? "x" : "0\($0 % 7)"),\($0).5\n" }.joined()
        try Data(text.utf8).write(to: file)
        let table = try Table(csv: file.path)
        #expect(table.name == file.path)
        #expect(table["a"]?.values == .integer((0..<Int32(rows)).map { $0 }))
        #expect(table["c"]?.values == .real((0..<rows).map { Double($0) + 0.5 }))
        guard case .text(let categories)? = table["b"]?.values else {
            throw TabularError.emptyFile(file: "not text")
        }
        #expect(categories.names == (0..<7).map { "0\($0)" } + ["x"])
        #expect(categories.codes == (0..<rows).map { $0 == rows - 1 ? 7 : Int32($0 % 7) })
        #expect(table.contents == (try Table(csv: Array(text.utf8), name: file.path)).contents)
    }

    @Test func aPipeIsReadThoughItCannotBeRewound() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("a,b\n1,2\nx,3\n".utf8))
        try pipe.fileHandleForWriting.close()
        let table = try Table(csv: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
        #expect(table.cells == [["1", "2"], ["x", "3"]])
    }
}
