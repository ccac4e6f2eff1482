import ChunkedMatrices
import Foundation
import LinearAlgebra
import LocalScheduling
import TaskGraph
import Testing

/// Files in NumPy's format.
@Suite final class ArrayFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "arrays-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Writes a file with a header as NumPy writes it.
    private func write(_ name: String, _ header: String, _ elements: [UInt8], version: UInt8 = 1) throws
        -> String
    {
        let text = Array(header.utf8) + [UInt8(ascii: "\n")]
        let length = [UInt8(text.count & 0xFF), UInt8(text.count >> 8)] + (version == 1 ? [] : [0, 0])
        let bytes = [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + elements
        try Data(bytes).write(to: URL(filePath: path(name)))
        return path(name)
    }

    private static func bytes<Element: BitwiseCopyable>(_ elements: [Element]) -> [UInt8] {
        elements.withUnsafeBytes { Array($0) }
    }

    @Test(
        arguments: ["<f8", "<f4", "<i8", "<i4", "<i2", "|i1", "<u8", "<u4", "<u2", "|u1", "|b1"],
        [1, 2, 3] as [UInt8])
    func allTypesAreRead(_ type: String, _ version: UInt8) async throws {
        let numbers = [0, 1, 2, 3, 4, 5]
        let elements: [UInt8] =
            switch type {
            case "<f8": Self.bytes(numbers.map(Double.init))
            case "<f4": Self.bytes(numbers.map(Float.init))
            case "<i8", "<u8": Self.bytes(numbers)
            case "<i4", "<u4": Self.bytes(numbers.map(Int32.init))
            case "<i2", "<u2": Self.bytes(numbers.map(Int16.init))
            default: numbers.map(UInt8.init)
            }
        let expected = Matrix([[0, 1, 2], [3, 4, 5]].map { $0.map { type == "|b1" ? min($0, 1) : $0 } })
        for isColumnMajor in [false, true] {
            let file = try write(
                "array.npy",
                "{'descr': '\(type)', 'fortran_order': \(isColumnMajor ? "True" : "False"), 'shape': (2, 3), }",
                elements, version: version)
            let matrix = try ChunkedMatrix(npy: file, chunks: .size(rows: 1, columns: 2))
            let result = try await matrix.compute(on: SerialScheduler())
            let columns = Matrix([[0, 2, 4], [1, 3, 5]].map { $0.map { type == "|b1" ? min($0, 1) : $0 } })
            #expect(result == (isColumnMajor ? columns : expected))
        }
    }

    @Test func aVectorIsAColumn() async throws {
        let file = try write(
            "vector.npy", "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }",
            Self.bytes([1.5, 2, 3]))
        let result = try await ChunkedMatrix(npy: file).compute(on: SerialScheduler())
        #expect(result == Matrix([[1.5], [2], [3]]))
    }

    @Test(arguments: [(5, 3), (0, 4), (1, 1), (300, 70)])
    func whatIsWrittenIsRead(_ rows: Int, _ columns: Int) async throws {
        let x = ChunkedMatrix.random(
            .normal, rows: rows, columns: columns, seed: 2, chunks: .size(rows: 40, columns: 31))
        let file = path("written.npy")
        try Data("old".utf8).write(to: URL(filePath: file))
        try await x.write(npy: file, on: ThreadedScheduler(workers: 2))
        let read = try ChunkedMatrix(npy: file, chunks: .size(rows: 17, columns: 70))
        let (ours, theirs) = (
            try await read.compute(on: SerialScheduler()), try await x.compute(on: SerialScheduler())
        )
        #expect(ours == theirs)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["written.npy"])
        // The elements are aligned, as NumPy aligns them.
        #expect(try Data(contentsOf: URL(filePath: file)).count == 128 + 8 * rows * columns)
    }

    @Test func aFailedComputationWritesNoFile() async throws {
        let x = ChunkedMatrix(rows: 10, columns: 1, chunks: .size(rows: 2, columns: 1)) { rows, _ in
            if rows.contains(7) { throw CancellationError() }
            return Matrix(rows: rows.count, columns: 1)
        }
        await #expect(throws: (any Error).self) {
            try await x.write(npy: self.path("none.npy"), on: SerialScheduler())
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        await #expect(throws: ChunkedMatricesError.self) {
            try await x.write(npy: self.path("missing/none.npy"), on: SerialScheduler())
        }
    }

    @Test(arguments: [
        ("", "it is not a NumPy array (.npy)"),
        (
            "{'descr': '>f8', 'fortran_order': False, 'shape': (1, 1), }",
            "its elements have the type >f8; expected numbers, such as <f8, <f4 or <i8"
        ),
        (
            "{'descr': '<c16', 'fortran_order': False, 'shape': (1, 1), }",
            "its elements have the type <c16; expected numbers, such as <f8, <f4 or <i8"
        ),
        ("{'fortran_order': False, 'shape': (1, 1), }", "its header does not have the type of the elements"),
        ("{'descr': '<f8', 'shape': (1, 1), }", "its header does not have the order of the elements"),
        ("{'descr': '<f8', 'fortran_order': False, }", "its header does not have a shape"),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (1, -1), }", "its header does not have a shape"),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2, 3), }",
            "it has 3 dimensions; expected 1 or 2"
        ),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", "it has 0 dimensions; expected 1 or 2"),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483647), }",
            "its shape is 2147483647 × 2147483647, which is larger than any file"
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (9, 9), }",
            "it has 82 bytes; expected 722: it is cut off"
        ),
    ])
    func damagedFilesAreRefused(_ header: String, _ reason: String) throws {
        let file: String
        if header.isEmpty {
            file = path("text.npy")
            try Data("a,b\n1,2\n3,4\n".utf8).write(to: URL(filePath: file))
        } else {
            file = try write("damaged.npy", header, Self.bytes([1.0]))
        }
        let error = #expect(throws: ChunkedMatricesError.self) { try ChunkedMatrix(npy: file) }
        guard case .notAnArray(file, let found)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found.hasPrefix(String(reason.prefix { !$0.isNumber })) || found == reason)
    }

    @Test func missingFilesAndFoldersAreRefused() {
        #expect(
            throws: ChunkedMatricesError.cannotAccess(path: path("none"), reason: "there is no such file")
        ) {
            try ChunkedMatrix(npy: self.path("none"))
        }
        #expect(throws: ChunkedMatricesError.cannotAccess(path: folder.path, reason: "it is not a file")) {
            try ChunkedMatrix(npy: self.folder.path)
        }
    }

    @Test func filesThatChangeOrVanishFailTheComputation() async throws {
        let file = path("changing.npy")
        try await ChunkedMatrix(repeating: 1, rows: 10, columns: 10).write(npy: file, on: SerialScheduler())
        let matrix = try ChunkedMatrix(npy: file)
        try Data([1, 2, 3]).write(to: URL(filePath: file))
        let changed = await #expect(throws: TaskFailure.self) {
            try await matrix.compute(on: SerialScheduler())
        }
        #expect("\(try #require(changed))".contains("has changed since it was opened"))
        try FileManager.default.removeItem(atPath: file)
        let missing = await #expect(throws: TaskFailure.self) {
            try await matrix.compute(on: SerialScheduler())
        }
        #expect("\(try #require(missing))".contains("there is no such file"))
    }
}
