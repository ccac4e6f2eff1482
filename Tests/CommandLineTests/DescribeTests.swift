import Foundation
import Testing

/// Descriptions of tables.
@Suite struct DescribeTests {
    @Test(arguments: [("penguins", ["--target", "species"]), ("cars", [])])
    func printsTables(name: String, flags: [String]) throws {
        let expected = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Expected/describe-\(name).txt")
        let run = try Trellis.run(["describe", "datasets/\(name).csv"] + flags)
        #expect(run.output == (try String(contentsOf: expected, encoding: .utf8)))
        #expect(run.errors == "" && run.status == 0)
    }

    /// More associations than are shown, names that are long or have newlines, a column without cells, and dropped rows.
    @Test func printsUnusualTables() throws {
        let folder = try TemporaryFolder()
        let numbers = (1...10).map { "x\($0)" }
        let header =
            ["y", "\"two\nlines\"", "a name that is longer than thirty characters", "void"] + numbers
        let rows = (0..<30).map { row -> String in
            let cells = [
                "\(row % 10 == 9 ? "" : "\(row % 2).5")", "c\(row % 6)", row % 3 == 0 ? "yes" : "no", "",
            ]
            return (cells + (1...10).map { "\((row * $0 + row / 2) % (10 + $0))" }).joined(separator: ",")
        }
        let data = try folder.write(
            ([header.joined(separator: ",")] + rows).joined(separator: "\n") + "\n", to: "t.csv")
        let run = try Trellis.run(["describe", data, "--target", "y", "--drop-missing-target"])
        let expected = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Expected/describe-unusual.txt")
        #expect(
            run.output.replacing(data, with: "DATA") == (try String(contentsOf: expected, encoding: .utf8)))
        #expect(run.errors == "" && run.status == 0)
    }

    private struct Description: Decodable {
        struct Column: Decodable {
            let name, kind: String
            let missing, distinct: Int
        }
        struct Association: Decodable { let column, measure: String }
        struct Warning: Decodable { let kind, message: String }
        let name, target: String
        let rows: Int
        let columns: [Column]
        let associations: [Association]
        let warnings: [Warning]
    }

    @Test func writesJSON() throws {
        let folder = try TemporaryFolder()
        let data = try folder.write(
            "id,sex,dose,y\n"
                + (0..<40).map { "\($0),\($0 % 2),\($0 % 7 == 0 ? "" : "0.5"),\($0 % 2)\n" }.joined(),
            to: "t.csv")
        let path = folder["out.json"]
        let run = try Trellis.run(["describe", data, "--target", "y", "--json", path])
        #expect(run.status == 0 && run.errors == "")
        let description = try JSONDecoder().decode(Description.self, from: Data(folder.text("out.json").utf8))
        #expect(description.rows == 40 && description.target == "y" && description.name == data)
        #expect(description.columns.map(\.missing) == [0, 0, 6, 0])
        #expect(description.columns.map(\.distinct) == [40, 2, 1, 2])
        #expect(description.associations.map(\.column) == ["sex", "id"])
        #expect(description.associations.map(\.measure) == ["correlation-ratio", "correlation-ratio"])
        #expect(description.warnings.map(\.kind) == ["identifier", "leak", "constant"])
        for warning in description.warnings { #expect(run.output.contains("\nwarning: \(warning.message)")) }
    }
}
