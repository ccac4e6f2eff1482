import Foundation
import Testing

/// `search --chunked` and `predict --chunked` give what they give without.
@Suite struct ChunkedSearchTests {
    private static let regression =
        "--target progression --pipeline standard-scaler|pca|ridge --grid pca.n_components=3,8 "
        + "--grid ridge.alpha=0.1,10 --scoring r2,neg_mean_absolute_error"

    private static let classification =
        "--target class --pipeline standard-scaler|logistic-regression --grid logistic-regression.C=0.1,1 "
        + "--cv stratified:4 --shuffle --seed 3 --train-scores"

    private func scores(_ path: String) throws -> [[Double]] {
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
        let candidates = try #require((document as? [String: Any])?["candidates"] as? [[String: Any]])
        return try candidates.map { candidate in
            let scores = try #require(candidate["scores"] as? [String: [String: Any]])
            let train = candidate["trainScores"] as? [String: [String: Any]] ?? [:]
            return try [scores, train].flatMap { scores in
                try scores.sorted { $0.key < $1.key }.flatMap {
                    try #require($0.value["splits"] as? [Double])
                }
            }
        }
    }

    @Test(arguments: [("diabetes", regression, 1e-12), ("wine", classification, 1e-6)])
    func scoresAndPredictionsAreThoseOfRowsInMemory(
        name: String, options: String, tolerance: Double
    ) throws {
        let folder = try TemporaryFolder()
        let data = "datasets/\(name).csv"
        let whole = try Trellis.run(
            "search \(data) \(options) --quiet --json \(folder["a.json"]) --save \(folder["a.model"])")
        let parts = try Trellis.run(
            "search --chunked \(data) \(options) --memory 1M --quiet --json \(folder["b.json"]) --save \(folder["b.model"]) "
                + "--results \(folder["b.csv"]) --report \(folder["b.html"]) --events \(folder["b.jsonl"])")
        #expect(whole.status == 0 && parts.status == 0, "\(parts.errors)")
        let (ours, theirs) = (try scores(folder["b.json"]), try scores(folder["a.json"]))
        #expect(ours.count == theirs.count)
        for (one, other) in zip(ours.joined(), theirs.joined()) {
            #expect(abs(one - other) <= tolerance * max(1, abs(other)))
        }
        // The best candidate and the tables agree, but for times and numbers of tasks.
        #expect(parts.output.split(separator: "\n").first == whole.output.split(separator: "\n").first)
        let page = try folder.text("b.html")
        #expect(page.contains("</html>") && page.contains("Task stream") && page.contains("--chunked"))
        #expect(try folder.text("b.jsonl").contains(#""event":"passed""#))
        let expected = try Trellis.run("predict \(folder["b.model"]) \(data)")
        let predicted = try Trellis.run("predict \(folder["b.model"]) \(data) --chunked --memory 1M")
        #expect(predicted.status == 0 && predicted.output == expected.output)
    }

    /// Penguins several times, sorted by island so that the first parts have one of them only, with missing cells.
    private func penguins(in folder: borrowing TemporaryFolder) throws -> String {
        let lines = try String(
            contentsOf: Trellis.repository.appending(path: "datasets/penguins.csv"), encoding: .utf8
        )
        .split(separator: "\n").map(String.init)
        let rows = (0..<12).flatMap { copy in
            lines.dropFirst().enumerated().map { index, line in
                guard (index + copy) % 29 == 0, let comma = line.firstIndex(of: ",") else { return line }
                return String(line[comma...])
            }
        }
        return try folder.write(
            ([lines[0]] + rows.sorted()).joined(separator: "\n") + "\n", to: "penguins.csv")
    }

    private static let columns: [String] = [
        "columns(numeric: simple-imputer | standard-scaler; categorical: one-hot-encoder(handle_unknown=ignore)) "
            + "| logistic-regression(max_iter=25)",
        "columns(numeric: simple-imputer(strategy=constant, fill_value=0); categorical: "
            + "simple-imputer(strategy=most_frequent) | ordinal-encoder) | min-max-scaler | logistic-regression(max_iter=25)",
    ]

    @Test(arguments: columns) func columnsOfAnyKindAreThoseOfRowsInMemory(_ pipeline: String) throws {
        let folder = try TemporaryFolder()
        let data = try penguins(in: folder)
        let options = [
            data, "--target", "species", "--pipeline", pipeline, "--grid", "logistic-regression.C=0.1,10",
            "--cv",
            "stratified:3", "--shuffle", "--scoring", "accuracy,neg_log_loss", "--quiet",
        ]
        let whole = try Trellis.run(
            ["search"] + options + ["--json", folder["a.json"], "--save", folder["a.model"]])
        let parts = try Trellis.run(
            ["search", "--chunked"] + options
                + ["--memory", "1M", "--json", folder["b.json"], "--save", folder["b.model"]])
        #expect(whole.status == 0 && parts.status == 0, "\(parts.errors)")
        for (one, other) in zip(try scores(folder["a.json"]).joined(), try scores(folder["b.json"]).joined())
        {
            #expect(abs(one - other) <= 1e-6)
        }
        #expect(parts.output.split(separator: "\n").first == whole.output.split(separator: "\n").first)
        let expected = try Trellis.run(["predict", folder["a.model"], data])
        for chunked in [[], ["--chunked", "--memory", "1M"]] {
            let predicted = try Trellis.run(["predict", folder["b.model"], data] + chunked)
            #expect(predicted.status == 0 && predicted.output == expected.output, "\(predicted.errors)")
        }
        let header = try #require(String(contentsOfFile: data, encoding: .utf8).split(separator: "\n").first)
        let none = try folder.write(header + "\n", to: "none.csv")
        for chunked in [[], ["--chunked"]] {
            let run = try Trellis.run(["predict", folder["b.model"], none] + chunked)
            #expect(run.status == 2 && run.output == "")
            #expect(run.errors == "error: \(none): the file has a header but no rows\n")
        }
    }

    @Test func whatNeedsAllCellsOfAColumnIsRefused() throws {
        func error(_ pipeline: String) throws -> String {
            let run = try Trellis.run([
                "search", "--chunked", "datasets/penguins.csv", "--target", "species", "--pipeline", pipeline,
            ])
            #expect(run.status == 2 && run.output == "")
            return run.errors
        }
        #expect(
            try error("columns | logistic-regression")
                == "error: columns.numeric.simple-imputer cannot be fitted to chunks, because strategy=median reads all "
                + "numbers of a column at once; mean and constant do not\n")
        #expect(
            try error("columns(numeric: simple-imputer(strategy=most_frequent)) | logistic-regression")
                .hasPrefix(
                    "error: columns.numeric.simple-imputer cannot be fitted to chunks of the column 'bill_length_mm', because "
                ))
        #expect(
            try error("logistic-regression").hasPrefix(
                "error: logistic-regression needs numbers, but the column 'island' contains categories; "))
    }

    @Test func severalFilesAreOneTable() throws {
        let folder = try TemporaryFolder()
        let lines = try String(
            contentsOf: Trellis.repository.appending(path: "datasets/wine.csv"), encoding: .utf8
        )
        .split(separator: "\n").map(String.init)
        for (index, range) in [1..<50, 50..<51, 51..<lines.count].enumerated() {
            _ = try folder.write(
                ([lines[0]] + lines[range]).joined(separator: "\n") + "\n", to: "p\(index).csv")
        }
        let one = try Trellis.run(
            "search --chunked datasets/wine.csv \(Self.classification) --quiet --json \(folder["a.json"])")
        let glob = try Trellis.run(
            "search --chunked \(folder["p*.csv"]) \(Self.classification) --quiet --json \(folder["b.json"])")
        let list = try Trellis.run(
            "search --chunked \(folder["p0.csv"]) \(folder["p1.csv"]) \(folder["p2.csv"]) \(Self.classification) "
                + "--quiet --json \(folder["c.json"]) --save \(folder["m"])")
        #expect(one.status == 0 && glob.status == 0 && list.status == 0, "\(list.errors)")
        #expect(try scores(folder["b.json"]) == scores(folder["c.json"]))
        for (a, b) in zip(try scores(folder["a.json"]).joined(), try scores(folder["b.json"]).joined()) {
            #expect(abs(a - b) < 1e-6)
        }
        let predicted = try Trellis.run(
            "predict \(folder["m"]) \(folder["p*.csv"]) --chunked --probabilities --keep class --output \(folder["out.csv"])"
        )
        #expect(predicted.status == 0 && predicted.output == "", "\(predicted.errors)")
        let rows = try folder.text("out.csv").split(separator: "\n")
        #expect(rows.count == lines.count)
        #expect(
            rows[0] == "class,predicted_class,probability_class_0,probability_class_1,probability_class_2")
        // A pipe, which cannot be replaced.
        let pipe = try Trellis.run(
            "predict \(folder["m"]) \(folder["p0.csv"]) --chunked --output /dev/stdout")
        #expect(pipe.output.split(separator: "\n").count == 50)
    }

    @Test func whatNeedsAllRowsIsRefused() throws {
        func error(_ options: String, data: String = "datasets/diabetes.csv") throws -> String {
            let run = try Trellis.run("search --chunked \(data) --target progression \(options)")
            #expect(run.status == 2 && run.output == "")
            return run.errors
        }
        #expect(
            try error("--pipeline robust-scaler|ridge").hasPrefix(
                "error: robust-scaler cannot be fitted to chunks, because it reads all rows at once; steps that can are "
            ))
        #expect(
            try error("--pipeline ridge --scoring neg_median_absolute_error").contains(
                "scorers that can are r2"))
        #expect(try error("--pipeline ridge --cv shuffle:3").contains("cannot split rows in chunks"))
        for option in [
            "--search random:3", "--budget 5s", "--racing 0.05", "--outer-cv 3", "--study s", "--weights age",
        ] {
            let name = option.split(separator: " ")[0]
            #expect(
                try error("--pipeline ridge \(option)") == "error: \(name) does not apply to --chunked\n",
                "\(option)")
        }
        #expect(try error("--pipeline ridge --oof o.csv").contains("--oof predicts all rows in memory"))
        #expect(
            try error("--pipeline ridge", data: "none-*.csv").contains("none-*.csv: there is no such file"))
        #expect(
            try error("--pipeline ridge", data: "datasets/cars.csv").contains(
                "there is no column 'progression'"))
        let texts = try Trellis.run(
            "search --chunked datasets/cars.csv --target mpg --pipeline ridge --drop-missing-target")
        #expect(texts.status == 2 && texts.errors.contains("ridge needs numbers, but the column '"))
        let several = try Trellis.run(
            "search datasets/iris.csv datasets/wine.csv --target class --pipeline svc")
        #expect(several.status == 2)
        #expect(several.errors == "error: there are 2 files; only search --chunked reads several\n")
        let missing = try Trellis.run("predict m datasets/iris.csv --memory 1M")
        #expect(missing.status == 2)
    }

    /// A pass consists of many runs; whatever shows or records them names each task by the graph of its run.
    @Test func manyPartsAreShownAndRecorded() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<60_000).map { "\($0 % 97),\($0 % 89).5,\($0 * $0 % 83).25,\($0 % 2)" }
        let path = try folder.write((["a,b,c,y"] + rows).joined(separator: "\n") + "\n", to: "t.csv")
        let run = try Trellis.run(
            [
                "search", "--chunked", path, "--target", "y", "--pipeline",
                "standard-scaler | logistic-regression",
                "--grid", "logistic-regression.max_iter=2,3", "--cv", "3", "--memory", "1M", "--workers", "2",
                "--events", folder["e.jsonl"], "--trace", folder["t.json"], "--report", folder["r.html"],
                "--dashboard", "0", "--log-level", "trace",
            ])
        #expect(run.status == 0, "\(run.errors.suffix(2000))")
        let events = try folder.text("e.jsonl").split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        let runs = events.count { $0["event"] as? String == "run" }
        #expect(runs > 6, "\(runs) runs")
        var started: [String: Int] = [:]
        var finished: [String: Int] = [:]
        for event in events {
            guard let operation = event["operation"] as? String else { continue }
            if event["event"] as? String == "started" {
                started[operation, default: 0] += 1
            } else {
                finished[operation, default: 0] += 1
            }
        }
        #expect(started == finished && started["score-chunk"] ?? 0 > 0 && started["take-fold"] ?? 0 > 0)
        #expect(run.errors.contains(" info search: pass over the rows "))
        #expect(try folder.text("r.html").contains("score-chunk"))
    }

    @Test func invalidCellsAreNamed() throws {
        let folder = try TemporaryFolder()
        let good = (0..<60).map { "\($0),\($0 % 7),\($0 % 3)" }
        func errors(_ cell: String) throws -> (Int32, String) {
            let path = try folder.write(
                (["a,b,y"] + good + [cell] + good).joined(separator: "\n") + "\n", to: "t.csv")
            let run = try Trellis.run(
                "search --chunked \(path) --target y --pipeline standard-scaler|ridge --quiet")
            return (run.status, run.errors.replacing(folder.directory + "/", with: ""))
        }
        let missing = try errors("7,,1")
        #expect(missing.0 == 2)
        #expect(
            missing.1.hasPrefix(
                "error: ridge does not accept missing cells, but the column 'b' has one in row 60 (counted from 0)"
            ),
            "\(missing.1)")
        let infinite = try errors("7,inf,1")
        #expect(infinite.0 == 2 && infinite.1.contains("row 60"), "\(infinite.1)")
        let target = try errors("7,3,")
        #expect(target.0 == 2 && target.1.contains("the target 'y' is missing in 1 of 121 rows"))
        let dropped = try Trellis.run(
            "search --chunked \(folder["t.csv"]) --target y --pipeline ridge --quiet --drop-missing-target")
        #expect(dropped.status == 0, "\(dropped.errors)")
    }
}
