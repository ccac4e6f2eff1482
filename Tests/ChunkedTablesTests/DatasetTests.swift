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
            let x = try await chunked.features.matrix?.compute(on: SerialScheduler())
            let whole = try Table(csv: path, options: options).dataset(target: "y", problem: problem)
            let expected = try #require(whole.features.matrix?.values)
            #expect(
                zip(expected, try #require(x?.values)).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
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
            let x = try #require(try await data.features.matrix?.compute(on: SerialScheduler()))
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

    /// Typed columns, whose categories are named alike in all chunks; some occur in few parts only.
    @Test(arguments: [1, 40, 10_000]) func columnsAreThoseOfTheTable(size: Int) async throws {
        let cells = ["10", "2", "", "x", "1", "\"a,b\"", "é", "e\u{301}"]
        var text = "n,c,d,w,y\n"
        for row in 0..<40 {
            let number = row % 7 == 3 || row < 5 ? "" : "\(Double(row) / 4)"
            let date = row % 9 == 0 ? "" : "2024-0\(row % 9)-1\(row % 7) 0\(row % 5):30"
            text += "\(number),\(cells[row * 3 % 8]),\(date),\(row < 20 ? 1 : row),\(row % 3)\n"
        }
        try await withFile(text) { path in
            var options = ReadingOptions()
            options.types = ["c": .category, "d": .date, "n": .number, "w": .category]
            let whole = try Table(csv: path, options: options).dataset(target: "y", problem: .classification)
            let table = try ChunkedTable(csv: path, options: options, chunkBytes: size)
            let data = try await table.dataset(
                target: "y", for: .classification, on: ThreadedScheduler(workers: 2))
            #expect(data.features.profile == whole.features.profile)
            #expect(data.features.profile.kinds == [.number, .category, .date, .category])
            #expect(data.features.matrix == nil && data.features.rows == 40)
            let session = try await SerialScheduler().open()
            var row = 0
            for chunk in 0..<data.features.rowChunks.count {
                let (graph, tasks, _) = data.features.graph(with: [], chunks: chunk..<chunk + 1)
                let submission = try session.submit(graph, outputs: [tasks[0].task])
                let found = try await submission.result().value(of: tasks[0].task, as: FeatureTable.self)
                let expected = whole.features.rows(row..<row + found.rowCount).table
                #expect(try found.withoutMissing == expected.withoutMissing)
                row += found.rowCount
            }
            #expect(row == 40)
            await session.close()
        }
    }

    @Test func missingNumbersAreNaN() async throws {
        let (chunked, whole) = try await Self.datasets(
            "a,y,b\n1,p,\n,q,2\n3,q,4\n", for: .classification, size: 1)
        #expect(chunked.features.profile.columns.map(\.firstMissing) == [1, 0])
        #expect(chunked.features.profile == whole.features.profile)
    }

    @Test func whatIsNoTargetIsNamed() async throws {
        func error(
            _ text: String, _ problem: Problem = .classification, size: Int = 10_000
        ) async throws -> String {
            try await withFile(text) { path in
                let error = await #expect(throws: (any Error).self) {
                    let data = try await ChunkedTable(csv: path, chunkBytes: size)
                        .dataset(target: "y", for: problem, on: SerialScheduler())
                    _ = try await data.features.matrix?.compute(on: SerialScheduler())
                }
                return "\(try #require(error))".replacing(path, with: "t.csv")
            }
        }
        #expect(
            try await error("a,y\n1,p\n2,\n3,q\n4,\n", size: 1)
                == "t.csv, near line 3: the target 'y' is missing in 2 of 4 rows; filter such rows")
        #expect(
            try await error("a,y\n1,1\n2,1.5\n")
                == "the target 'y' has the number 1.5; classes must be texts or whole numbers")
        #expect(try await error("a,y\n1,p\n2,q\n", .regression).hasPrefix("the target 'y' is not of numbers"))
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
                _ = try await data.features.matrix?.compute(on: SerialScheduler())
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

extension FeatureTable {
    /// The table with numbers that are not equal to others in place of missing ones, which do not equal themselves.
    fileprivate var withoutMissing: FeatureTable {
        get throws {
            func numbers(_ cells: [Double]) -> [Double] { cells.map { $0.isNaN ? -12345 : $0 } }
            return try FeatureTable(
                columns.map { column in
                    switch column {
                    case .numbers(let cells): .numbers(numbers(cells))
                    case .dates(let cells): .dates(numbers(cells))
                    case .categories: column
                    }
                })
        }
    }
}
