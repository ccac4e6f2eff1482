import ChunkedData
import ChunkedMatrices
import ChunkedTables
import Learning
import LinearAlgebra
import LocalScheduling
import Testing

@testable import Tabular

/// Datasets of files in parts are those of tables in memory.
@Suite struct DatasetTests {
    private static func datasets(
        _ csv: String, for problem: Problem, size: Int, options: ReadingOptions = ReadingOptions()
    ) async throws -> (chunked: ChunkedDataset, whole: Dataset) {
        try await withFile(csv) { path in
            let chunked = try await ChunkedTable(csv: path, options: options, chunkBytes: size)
                .dataset(target: "y", for: problem, on: ThreadedScheduler(workers: 2))
            // While the file exists.
            let x = try await chunked.features.compute(on: SerialScheduler())
            let whole = try Table(csv: path, options: options).dataset(target: "y", problem: problem)
            #expect(whole.features.matrix == x)
            return (chunked, whole)
        }
    }

    private static func csv(_ classes: [String]) -> String {
        var text = "a,y,b\n"
        for row in 0..<40 { text += "\(row),\(classes[row * 7 % classes.count]),\(Double(row) / 8)\n" }
        return text
    }

    @Test(
        arguments: [
            ["a", "b"], ["10", "9", "2"], ["1", "1.0", "2"], ["01", "1", "2"], ["+1", "2"], ["1", "x"],
            ["\"q,1\"", "\"w\"\"\"", "é", "e\u{301}"], ["\"1\"", "2"], [" 1", "2 "], ["1e3", "5"],
            ["true", "false"],
        ], [1, 30, 10_000])
    func classesAreThoseOfTheTable(_ classes: [String], _ size: Int) async throws {
        let (chunked, whole) = try await Self.datasets(Self.csv(classes), for: .classification, size: size)
        guard case .classes(let column, let names) = chunked.target, let labels = whole.target.labels else {
            Issue.record("the target has classes")
            return
        }
        #expect(names.map { ExactText($0) } == labels.classes.map { ExactText($0) })
        let codes = try await column.compute(on: SerialScheduler()).values
        #expect(codes == labels.codes.map(Double.init))
        #expect(chunked.featureNames == ["a", "b"] && chunked.targetName == "y")
        #expect(chunked.features.rowChunks == column.rowChunks)
    }

    @Test(arguments: [1, 30, 10_000]) func numbersAreThoseOfTheTable(size: Int) async throws {
        let (chunked, whole) = try await Self.datasets(
            Self.csv(["1", "2.5", "-3e2"]), for: .regression, size: size)
        guard case .values(let column) = chunked.target else { return #expect(Bool(false)) }
        #expect(try await column.compute(on: SerialScheduler()).values == whole.target.values)
    }

    @Test func stepsApply() async throws {
        let text =
            "a,y,b\n" + (0..<20).map { "\($0),\($0 % 4 == 0 ? "" : "c\($0 % 2)"),\($0 * $0)\n" }.joined()
        try await withFile(text) { path in
            let table = try ChunkedTable(csv: path, chunkBytes: 16)
                .filter { !$0.y.isMissing && $0.a > 2 }.with("big") { $0.b > 50 }.select(["big", "y"])
            let data = try await table.dataset(target: "y", for: .classification, on: SerialScheduler())
            #expect(data.featureNames == ["big"])
            let x = try await data.features.compute(on: SerialScheduler())
            let rows = (3..<20).filter { $0 % 4 != 0 }
            #expect(x.values == rows.map { $0 * $0 > 50 ? 1 : 0 })
        }
    }

    @Test func conditionsAreClasses() async throws {
        try await withFile("a,b\n1,5\n2,6\n3,7\n") { path in
            let data = try await ChunkedTable(csv: path).with("big") { $0.b > 5 }
                .dataset(target: "big", for: .classification, on: SerialScheduler())
            guard case .classes(let column, let names) = data.target else { return #expect(Bool(false)) }
            #expect(names == ["0", "1"])
            #expect(try await column.compute(on: SerialScheduler()).values == [0, 1, 1])
        }
    }

    @Test func whatIsNoNumberIsNamed() async throws {
        func error(
            _ text: String, _ problem: Problem = .classification, size: Int = 10_000
        ) async throws -> String {
            try await withFile(text) { path in
                let error = await #expect(throws: (any Error).self) {
                    let data = try await ChunkedTable(csv: path, chunkBytes: size)
                        .dataset(target: "y", for: problem, on: SerialScheduler())
                    _ = try await data.features.compute(on: SerialScheduler())
                }
                return "\(try #require(error))".replacing(path, with: "t.csv")
            }
        }
        #expect(
            try await error("a,b,y\n1,x,p\n2,z,q\n")
                == "features in chunks must be numbers, but 'b' is not; ignore or convert it")
        #expect(
            try await error("a,b,c,y\n1,x,2024-01-01,p\n2,z,2024-01-02,q\n")
                == "features in chunks must be numbers, but 'b', 'c' are not; ignore or convert them")
        #expect(
            try await error("a,y\n1,p\n2,\n3,q\n4,\n", size: 1)
                == "t.csv, near line 3: the target 'y' is missing in 2 of 4 rows; filter such rows")
        #expect(
            try await error("a,y\n1,p\n,q\n3,q\n", size: 1).contains(
                "t.csv, near line 3: column 'a' is missing, but features in chunks must be numbers"))
        #expect(
            try await error("a,y\n1,1\n2,1.5\n")
                == "the target 'y' has the number 1.5; classes must be texts or whole numbers")
        #expect(try await error("a,y\n1,p\n2,q\n", .regression).contains("targets in chunks must be numbers"))
        #expect(try await error("a,y\n1,p\n2,p\n").contains("the target 'y' is 'p' in every row"))
        #expect(try await error("a,z\n1,p\n2,p\n").contains("there is no column 'y'"))
        #expect(try await error("y\n1\n2\n").contains("no feature"))
        #expect(try await error("a,y\n").contains("no rows"))
    }

    @Test func aFileThatChangesIsAnError() async throws {
        try await withFile("a,y\n1,2\n3,4\n") { path in
            let data = try await ChunkedTable(csv: path, chunkBytes: 1)
                .dataset(target: "y", for: .regression, on: SerialScheduler())
            try write("a,y\n1,2\n3,4\n5,6\n", to: path)
            await #expect(throws: (any Error).self) {
                _ = try await data.features.compute(on: SerialScheduler())
            }
        }
    }

    @Test(arguments: [1, 16, 10_000]) func chunksAreTheRowsInOrder(size: Int) async throws {
        let text = Self.csv(["p", "q", "r"])
        try await withFile(text) { path in
            var rows: [String] = []
            try await ChunkedTable(csv: path, chunkBytes: size).filter { $0.a > 3 }
                .forEachChunk(on: ThreadedScheduler(workers: 3)) { table in
                    #expect(table.rowCount > 0)
                    rows += table.csv.split(separator: "\n").dropFirst().map(String.init)
                }
            let expected = text.split(separator: "\n").dropFirst(5)
            #expect(rows.map { $0.split(separator: ",")[1] } == expected.map { $0.split(separator: ",")[1] })
            struct Stop: Error {}
            await #expect(throws: Stop.self) {
                try await ChunkedTable(csv: path, chunkBytes: size)
                    .forEachChunk(on: ThreadedScheduler(workers: 3)) { _ in throw Stop() }
            }
        }
    }
}
