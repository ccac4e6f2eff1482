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
