import Foundation
import Testing

/// Classes with any name are weighted, predicted and scored with their exact names in the file.
@Suite struct ClassNameTests {
    private static let names = [
        "New York", "a:b", "plain", "say \"hi\", {x}|y", "001", "1", "caf\u{E9}", "cafe\u{301}",
    ]

    /// Rows that mix the classes, so that weights make a difference.
    private static func table(_ names: [String], target: String = "city") -> String {
        let rows = (0..<names.count * 12).map { row in
            let name = names[row % names.count].replacingOccurrences(
                of: "\"", with: "\"\"", options: .literal)
            let x = Double(row % names.count) + Double(row * 37 % 29) / 8
            return "\(x),\(Double(row * 53 % 31) / 10),\"\(name)\""
        }
        return "x,y,\(target)\n" + rows.joined(separator: "\n") + "\n"
    }

    private let folder: TemporaryFolder
    private let data: String
    private let search: [String]

    init() throws {
        folder = try TemporaryFolder()
        data = try folder.write(Self.table(Self.names), to: "cities.csv")
        search = ["search", data, "--target", "city", "--cv", "3"]
    }

    private static let weights =
        #"{New York:9,'a:b':2,plain:1,"say ""hi"", {x}|y":3,001:4,1:0.5,"# + "caf\u{E9}:0.25,cafe\u{301}:6}"

    private func scores(_ arguments: [String]) throws -> [[Double?]?] {
        try SearchJSON.of(search + arguments).candidates.map { $0.scores["accuracy"]?.splits }
    }

    @Test func aPipelineAGridAndASpecSayTheSame() throws {
        let inGrid = try scores(["--pipeline", "svc", "--grid", "svc.class_weight=none,\(Self.weights)"])
        let inPipeline = try scores(["--pipeline", "svc(C=1, class_weight=\(Self.weights))"])
        let spec = try folder.write(
            """
            pipeline: svc
            grid:
              svc.class_weight:
                - null
                - {New York: 9, "a:b": 2, plain: 1, 'say "hi", {x}|y': 3, 001: 4, 1: 0.5, caf\u{E9}: 0.25, other: 7}
            """.replacingOccurrences(of: "other: 7", with: "cafex: 6"), to: "spec.yaml")
        #expect(inGrid.count == 2)
        #expect(inGrid[0] != inGrid[1])
        #expect(inGrid[1] == inPipeline[0])
        // A name of the spec that is no class is refused, and said.
        let run = try Trellis.run(search + ["--spec", spec, "--error-score", "raise"])
        #expect(run.status == 1)
        #expect(run.errors.contains("there is no class 'cafex'; did you mean 'cafe\u{301}'"), "\(run.errors)")
    }

    /// In a list, as a mapping; beside it, as in a flag.
    @Test func aSpecNamesClasses() throws {
        let names = ["New York", "a:b", "~", "O'Neil"]
        let data = try folder.write(Self.table(names), to: "few.csv")
        let map = SearchJSON.Value.map(["New York": 9, "a:b": 2, "~": 0.5, "O'Neil": 3])
        for values in [
            #"[{New York: 9, "a:b": 2, "~": 0.5, O'Neil: 3}]"#,
            #"'{New York: 9, "a:b": 2, ~: 0.5, "O''Neil": 3}'"#,
        ] {
            let spec = try folder.write(
                "pipeline: svc\ngrid:\n  svc.class_weight: \(values)\n", to: "spec.yaml")
            let found = try SearchJSON.of(["search", data, "--target", "city", "--spec", spec])
            #expect(found.values("svc.class_weight") == [map])
        }
    }

    /// The best candidate's line and the results' cells are values that flags take.
    @Test func whatIsPrintedIsReadAgain() throws {
        let run = try Trellis.run(
            search + [
                "--pipeline", "svc", "--grid", "svc.class_weight=\(Self.weights)", "--results",
                folder["r.csv"],
            ])
        #expect(run.status == 0)
        let first = try #require(run.output.split(separator: "\n").first)
        let printed = String(first.dropFirst("best: svc.class_weight=".count))
        #expect(printed.contains(#""say ""hi"", {x}|y":3.0"#))
        #expect(
            try scores(["--pipeline", "svc", "--grid", "svc.class_weight=\(printed)"])
                == scores(["--pipeline", "svc(class_weight=\(Self.weights))"]))
        let cell = "\"" + printed.replacingOccurrences(of: "\"", with: "\"\"", options: .literal) + "\""
        #expect(try folder.text("r.csv").utf8.contains(cell.utf8))
    }

    @Test(arguments: [
        ("{NewYork:9}", "there is no class 'NewYork'; did you mean 'New York'?"),
        ("{New  York:9}", "there is no class 'New  York'; did you mean 'New York'?"),
        ("{01:9}", "there is no class '01'; did you mean"),
        ("{1.0:9}", "there is no class '1.0'"),
    ])
    func aWeightOfNoClassIsRefused(_ weights: String, _ reason: String) throws {
        let run = try Trellis.run(search + ["--pipeline", "svc(class_weight=\(weights))"])
        #expect(run.status == 2)
        #expect(run.errors.contains("class_weight: \(reason)"), "\(run.errors)")
    }

    @Test(arguments: ["{a}", "{a:1,a:2}", "{a:one}", "{'a' b:1}"])
    func whatIsNoMapIsRefused(_ weights: String) throws {
        let run = try Trellis.run(search + ["--pipeline", "svc(class_weight=\(weights))"])
        #expect(run.status == 2)
        #expect(run.errors.contains("--pipeline, character 18: svc: class_weight must be none, balanced or"))
    }

    /// Numbers keep their zeros, signs and points: a column of them alone, too.
    @Test(arguments: [
        names, ["001", "1", "10"], ["+1", "-1", "1"], ["1.0", "01", "2.0"], ["10", "9", "-1"],
        // An accent makes one character with the quote or comma before it.
        ["say \"\u{301}", "x,\u{301}", "y"],
    ])
    func predictionsAreTheFilesOwn(_ names: [String]) throws {
        let data = try folder.write(Self.table(names), to: "data.csv")
        let model = folder["m.model"]
        let saved = try Trellis.run([
            "search", data, "--target", "city", "--pipeline", "standard-scaler | logistic-regression(C=100)",
            "--save",
            model,
        ])
        #expect(saved.status == 0, "\(saved.errors)")
        let run = try Trellis.run(["predict", model, data, "--probabilities", "--output", folder["p.csv"]])
        #expect(run.status == 0)
        let predicted = try folder.text("p.csv").utf8.split(separator: UInt8(ascii: "\n")).map(Array.init)
        let cells = names.map { name in
            name.unicodeScalars.contains { $0 == "\"" || $0 == "," }
                ? "\"" + name.replacingOccurrences(of: "\"", with: "\"\"", options: .literal) + "\"" : name
        }
        let predictedCodes = predicted.dropFirst().map { line in
            cells.firstIndex { line.starts(with: Array("\($0),".utf8)) } ?? -1
        }
        #expect(predictedCodes.count == names.count * 12 && !predictedCodes.contains(-1))
        let right = predictedCodes.enumerated().filter { $0.offset % names.count == $0.element }.count
        #expect(right > predictedCodes.count / names.count)
        let scored = try Trellis.run(["score", model, data])
        #expect(scored.output == "accuracy: \(Double(right) / Double(predictedCodes.count))\n")
        let header = try #require(predicted.first)
        for cell in cells where !cell.hasPrefix("\"") {
            #expect(header.contains(Array("probability_\(cell)".utf8)))
        }
    }

    /// Some tools write a column of 0 and 1 as 0.0 and 1.0: a model fitted to either scores both.
    @Test(arguments: [("0", "1"), ("0.0", "1.0")])
    func aPointChangesNoClass(_ zero: String, _ one: String) throws {
        func table(_ zero: String, _ one: String, _ name: String) throws -> String {
            let rows = (0..<40).map { "\($0 % 2).\($0 * 7 % 10),\([zero, one][$0 % 2])\n" }
            return try folder.write("x,y\n" + rows.joined(), to: name)
        }
        let (train, model) = (try table(zero, one, "train.csv"), folder["m.model"])
        let saved = try Trellis.run(
            ["search", train, "--target", "y", "--pipeline", "logistic-regression", "--save", model])
        #expect(saved.status == 0, "\(saved.errors)")
        for (zero, one) in [("0", "1"), ("0.0", "1.0")] {
            let scored = try Trellis.run(["score", model, table(zero, one, "test.csv")])
            #expect(scored.output == "accuracy: 1.0\n", "\(zero), \(one): \(scored.errors)")
        }
    }

    @Test func columnsAndGroupsAreToldByTheirBytes() throws {
        let rows = (0..<24).map {
            "\($0 % 4),\($0 % 2 == 0 ? "a" : "b"),\(["caf\u{E9}", "cafe\u{301}"][$0 / 2 % 2])"
        }
        let data = try folder.write("x,\u{E9},e\u{301}\n" + rows.joined(separator: "\n") + "\n", to: "g.csv")
        let search = ["search", data, "--target", "\u{E9}", "--pipeline", "svc", "--cv"]
        #expect(try SearchJSON.of(search + ["group:2:e\u{301}"]).plan.folds == 2)
        let three = try Trellis.run(search + ["group:3:e\u{301}"])
        #expect(three.status == 2)
        let target = try Trellis.run(search + ["group:2:\u{E9}"])
        #expect(target.errors.contains("is the target and cannot be the group column"))
    }
}

extension Collection where Element: Equatable {
    /// Whether some of the elements in a row are those given.
    fileprivate func contains(_ part: some Collection<Element>) -> Bool {
        indices.contains { self[$0...].starts(with: part) }
    }
}
