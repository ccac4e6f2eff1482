import Foundation
import Testing

/// The limit of `--memory` and the estimate of `plan`, compared with the memory of the process.
@Suite(.serialized) struct MemoryTests {
    /// A table of numbers and a target, the sign of some of them or their sum.
    private static func table(of shape: Shape, in folder: TemporaryFolder) throws -> String {
        let (rows, columns, isRegression) = (shape.rows, shape.columns, shape.isRegression)
        var text = (0..<columns).map { "x\($0)" }.joined(separator: ",") + ",y\n"
        text.reserveCapacity(rows * columns * 5)
        var state: UInt64 = 1
        for _ in 0..<rows {
            var sum = 0
            for column in 0..<columns {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let value = Int(state >> 57) - 64
                if column < 4 { sum += value }
                text += "\(value).5,"
            }
            text += isRegression ? "\(sum).25\n" : sum + Int(state >> 58) > 32 ? "1\n" : "0\n"
        }
        return try folder.write(text, to: "table.csv")
    }

    /// A search, and the part of the budget that data and work space are held to.
    struct Shape: Sendable, CustomTestStringConvertible {
        let pipeline: String
        let grid: [String]
        var isRegression = false
        var flags: [String] = []
        var budget = 160_000_000
        var rows = 500_000
        var columns = 32
        /// What the process takes whatever the data are, where it counts.
        var ownBytes = 0
        var dataBytes: Int { rows * (columns + 1) * 8 }
        var testDescription: String { ([pipeline] + grid + flags).joined(separator: " ") }
    }

    /// A search in parts takes a few of them, and 24 bytes for each row, whatever the number of columns.
    @Test(arguments: ["", "--shuffle"]) func partsTakeLittleMemory(_ flag: String) throws {
        let folder = try TemporaryFolder()
        let shape = Shape(
            pipeline: "standard-scaler | ridge", grid: [], isRegression: true, rows: 400_000, columns: 24)
        let path = try Self.table(of: shape, in: folder)
        let run = try Trellis.run(
            [
                "search", "--chunked", path, "--target", "y", "--pipeline", shape.pipeline, "--grid",
                "ridge.alpha=1,2",
            ]
                + [
                    "--cv", "3", "--memory", "8M", "--workers", "2", "--quiet", "--json",
                    folder["results.json"],
                ]
                + (flag.isEmpty ? [] : [flag]))
        #expect(run.status == 0, "\(run.errors)")
        let results = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(filePath: folder["results.json"])))
        let peak = try #require((results as? [String: Any])?["peakMemoryBytes"] as? Int)
        // The process itself, the parts, and targets and folds, which are copied; the table alone would take 80 MB, and twice
        // as much while it is read.
        #expect(peak < 72_000_000 && shape.dataBytes == 80_000_000, "\(peak) bytes")
    }

    static let shapes = [
        Shape(
            pipeline: "standard-scaler | pca | logistic-regression",
            grid: ["pca.n_components=10,20,30", "logistic-regression.C=0.01,1"]),
        Shape(
            pipeline: "standard-scaler | logistic-regression(solver=newton-cholesky)",
            grid: ["logistic-regression.C=0.01,1"]),
        Shape(
            pipeline: "standard-scaler | pca | ridge", grid: ["pca.n_components=10,30", "ridge.alpha=0.1,1"],
            isRegression: true),
        Shape(
            pipeline: "min-max-scaler | pca(whiten=true) | ridge", grid: ["ridge.alpha=0,1"],
            isRegression: true),
        // Needs the rows of two steps at the same time, and branches of several folds would be begun.
        Shape(
            pipeline: "standard-scaler | pca | ridge", grid: ["pca.n_components=5,10", "ridge.alpha=0.1,1"],
            isRegression: true, flags: ["--no-sharing"], budget: 200_000_000),
        // The kernel is computed row by row.
        Shape(
            pipeline: "standard-scaler | svc", grid: ["svc.C=0.1,1"], budget: 40_000_000, rows: 3_500,
            columns: 300, ownBytes: 45_000_000),
    ]

    /// The columns of 0 and 1 of 3,000 categories would take 2.4 GB.
    @Test(arguments: [
        ("ridge", "ridge.alpha=0.1,10"), ("logistic-regression", "logistic-regression.C=0.1,1"),
    ])
    func manyCategoriesAreNotExpanded(step: String, grid: String) throws {
        let folder = try TemporaryFolder()
        var text = "category,x,y\n"
        for row in 0..<100_000 {
            let category = row * 7919 % 3000
            text += "c\(category),\(row % 13).5,\((category + row % 13) % 2)\n"
        }
        let table = try folder.write(text, to: "categories.csv")
        let search = try SearchJSON.of([
            "search", table, "--target", "y", "--pipeline",
            "columns(numeric: standard-scaler; rest: one-hot-encoder(handle_unknown=ignore)) | \(step)",
            "--grid", grid, "--workers", "2", "--type", step == "ridge" ? "y=number" : "y=category",
        ])
        #expect(search.peakMemoryBytes < 200_000_000)
    }

    @Test(arguments: shapes) func peakIsTwiceTheDataAndTheBudget(_ shape: Shape) throws {
        let folder = try TemporaryFolder()
        let table = try Self.table(of: shape, in: folder)
        let flags =
            [table, "--target", "y", "--pipeline", shape.pipeline, "--memory", "\(shape.budget)"]
            + shape.grid.flatMap { ["--grid", $0] } + shape.flags
        let search = try SearchJSON.of(["search"] + flags + ["--workers", "2"])
        #expect(search.peakMemoryBytes <= 2 * shape.dataBytes + shape.budget + shape.ownBytes)

        let plan = try Trellis.run(["plan"] + flags + ["--workers", "2"])
        let expected = try #require(plan.output.firstMatch(of: /estimated peak memory: (\d+) MB/))
        let ratio = try Double(search.peakMemoryBytes) / (1e6 * #require(Double(expected.1)))
        #expect(ratio > 0.7 && ratio < 1.3, "\(search.peakMemoryBytes) for \(expected.1) MB")
    }
}
