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
