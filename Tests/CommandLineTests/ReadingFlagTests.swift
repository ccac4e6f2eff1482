import Foundation
import Testing

/// Tables as spreadsheets and databases write them.
@Suite struct ReadingFlagTests {
    private let folder: TemporaryFolder
    private let german: String

    /// Iris with semicolons, decimal commas, an own text for missing cells, a number for each row, and two rows without a
    /// species.
    init() throws {
        folder = try TemporaryFolder()
        let iris = try String(
            contentsOf: Trellis.repository.appending(path: "datasets/iris.csv"), encoding: .utf8)
        var lines = iris.split(separator: "\n").enumerated().map { row, line in
            (row == 0 ? "id;" : "\(row);") + line.split(separator: ",").joined(separator: ";")
        }
        for row in 1..<lines.count { lines[row] = String(lines[row].map { $0 == "." ? "," : $0 }) }
        lines += ["151;5,1;3,5;1,4;0,2;?", "152;5,1;3,5;1,4;0,2;NA"]
        german = try folder.write(lines.joined(separator: "\n") + "\n", to: "german.csv")
    }

    private var flags: [String] {
        ["--separator", ";", "--decimal", ",", "--missing", "?", "--ignore", "id", "--drop-missing-target"]
    }
    private let pipeline = ["--pipeline", "standard-scaler | svc", "--cv", "3"]

    @Test func theFormMakesNoDifferenceToASearch() throws {
        let expected = try SearchJSON.of(["search", "datasets/iris.csv", "--target", "species"] + pipeline)
        let found = try SearchJSON.of(["search", german, "--target", "species"] + pipeline + flags)
        #expect(
            found.candidates.map { $0.scores["accuracy"]?.splits }
                == expected.candidates.map { $0.scores["accuracy"]?.splits })
        let spec = """
            data: \(german)
            target: species
            separator: ";"
            decimal: ","
            missing: ["?"]
            ignore: [id]
            type: {species: category}
            drop-missing-target: true
            """
        let path = try folder.write(spec, to: "spec.yaml")
        let written = try SearchJSON.of(["search", "--spec", path] + pipeline)
        #expect(
            written.candidates.map { $0.scores["accuracy"]?.splits }
                == expected.candidates.map { $0.scores["accuracy"]?.splits })
    }

    @Test func modelsPredictFromAnyForm() throws {
        let model = folder["iris.model"]
        let search = try Trellis.run(
            ["search", german, "--target", "species", "--save", model, "--quiet"] + pipeline + flags)
        #expect(search.status == 0 && search.errors == "")
        let expected = try Trellis.run(["predict", model, "datasets/iris.csv"])
        let found = try Trellis.run(
            ["predict", model, "-", "--separator", ";", "--decimal", ","], inputFrom: german)
        #expect(found.errors == "" && found.status == 0)
        #expect(
            found.output.split(separator: "\n").prefix(151) == expected.output.split(separator: "\n")[...])
        let plain = try Trellis.run(["score", model, "datasets/iris.csv"])
        let score = try Trellis.run(["score", model, german] + flags)
        #expect(score.errors == "" && score.output == plain.output)
        let missing = try Trellis.run(["score", model, german] + flags.dropLast())
        #expect(
            missing.errors
                == "error: \(german):152:species: the target is missing in 2 of 152 rows, of which this is the first;"
                + " drop them with --drop-missing-target (in Swift, dropMissingTarget: true)\n")
    }

    @Test func standardInputIsNamedInErrors() throws {
        let path = try folder.write("a,y\n1,u\n2\n", to: "ragged.csv")
        let run = try Trellis.run(["describe", "-"], inputFrom: path)
        #expect(
            run.errors
                == "error: standard input:3:y: the row has 1 value; expected 2, one for each name in the header\n"
        )
        #expect(run.status == 2 && run.output == "")
    }

    @Test(arguments: [
        (["--type", "a"], "--type: found 'a', expected a column and its kind, such as zip=category"),
        (["--type", "a=text"], "--type: found 'text', expected number, category or date"),
        (["--type", "b=number"], "DATA: there is no column 'b'; did you mean 'a' or 'y'?"),
        (["--type", "y=number"], "DATA:2:y: the column must contain numbers, but found 'u'"),
        (["--ignore", "a,,y"], "--ignore: found 'a,,y', expected texts separated by commas"),
        (["--ignore", "\"a,y"], "--ignore: found '\"a,y', expected texts separated by commas"),
        (["--separator", ";;"], "--separator: found ';;', expected one character, such as ';', or 'tab'"),
        (["--decimal", ";"], "--decimal: found ';', expected '.' or ','"),
        (
            ["--decimal", ","],
            "numbers with decimal commas need another character between cells; add --separator ';'"
        ),
        (
            ["--separator", "x"],
            "'x' cannot separate cells; expected one character such as ',', ';', '|' or a tab that is not the decimal mark"
        ),
        (
            ["--drop-missing-target"],
            "--target is missing: give the column whose missing cells select the rows to drop"
        ),
    ])
    func whatCannotBeReadIsNamed(flags: [String], message: String) throws {
        let path = try folder.write("a,y\n1,u\n2,v\n", to: "t.csv")
        let run = try Trellis.run(["describe", path] + flags)
        #expect(run.errors == "error: \(message.replacing("DATA", with: path))\n")
        #expect(run.status == 2 && run.output == "")
    }

    @Test func onlyTheGivenTextsMarkMissingCells() throws {
        let data = try folder.write("a,b,y\nNA,1,u\n?,nan,v\nx,3,u\n,4,NA\n", to: "t.csv")
        let flags = ["--no-standard-missing", "--missing", "?"]
        let run = try Trellis.run(["describe", data] + flags)
        #expect(run.errors == "")
        #expect(
            run.output == """
                \(data): 4 rows, 3 columns

                category  missing  distinct  commonest
                a               2         2  NA 1, x 1
                b               0         4  1 1, nan 1, 3 1, 4 1
                y               0         3  u 2, v 1, NA 1

                """)
        let number = try Trellis.run(["describe", data, "--type", "b=number"] + flags)
        #expect(
            number.errors == "error: \(data):3:b: the column must contain numbers, but found 'nan'\n")

        let rows = (0..<40).map { "\($0 % 4 == 0 ? "NA" : "x\($0 % 4)"),\($0 % 4 == 0 ? "yes" : "no")\n" }
        let train = try folder.write("code,y\n" + rows.joined(), to: "train.csv")
        func accuracy(_ arguments: [String]) throws -> [Double?]? {
            try SearchJSON.of(
                [
                    "search", "--pipeline",
                    "columns(categorical: one-hot-encoder(handle_unknown=ignore)) | svc",
                ]
                    + arguments
            ).candidates.first?.scores["accuracy"]?.splits
        }
        let expected = try accuracy([train, "--target", "y", "--no-standard-missing"])
        let spec = try folder.write("data: \(train)\ntarget: y\nstandard-missing: false\n", to: "spec.yaml")
        #expect(try accuracy(["--spec", spec]) == expected)
        // 'NA' is a category.
        let model = folder["m.model"]
        _ = try Trellis.run([
            "search", train, "--target", "y", "--no-standard-missing", "--save", model, "--quiet",
            "--pipeline", "columns(categorical: one-hot-encoder(handle_unknown=error)) | svc",
        ])
        let new = try folder.write("code\nNA\nx1\n", to: "new.csv")
        #expect(
            try Trellis.run(["predict", model, new, "--no-standard-missing"]).output == "y\nyes\nno\n")
        let missing = try Trellis.run(["predict", model, new])
        #expect(missing.errors.contains("'nan'") && missing.status == 2)
    }

    @Test func namesMayContainCommasAndEqualsSigns() throws {
        let path = try folder.write("\"a,\"\"b\"\"\",x=y,z\n1,01,u\n2,1,v\n", to: "t.csv")
        let run = try Trellis.run([
            "describe", path, "--ignore", "\"a,\"\"b\"\"\",z", "--type", "x=y=category",
        ])
        #expect(run.errors == "")
        #expect(
            run.output == """
                \(path): 2 rows, 1 column

                category  missing  distinct  commonest
                x=y             0         2  01 1, 1 1

                """)
    }
}
