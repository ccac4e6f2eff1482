import Foundation
import Testing

/// `--weights`: the column is no feature, its numbers are the weights of the rows, and an invalid weight is an error with
/// line and column.
@Suite struct WeightFlagTests {
    /// A table in which the class is certain from `x`, except in rows of weight 0.
    private static let table = """
        x,w,y
        1,1,a
        2,2,a
        3,0.5,a
        9,0,a
        7,1,b
        8,1.5,b
        9,2,b
        1,0,b

        """

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func search(_ table: String, _ arguments: String...) throws -> TrellisRun {
        let path = try folder.write(table, to: "data.csv")
        return try Trellis.run(
            [
                "search", path, "--target", "y", "--pipeline", "standard-scaler | logistic-regression",
                "--cv", "2",
            ]
                + arguments)
    }

    @Test func rowsOfWeightZeroDoNotCount() throws {
        let json = folder["results.json"]
        let weighted = try search(Self.table, "--weights", "w", "--json", json)
        #expect(weighted.status == 0 && weighted.errors.isEmpty)
        #expect(weighted.output.contains("accuracy: 1.0000 ± 0.0000"))
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: json))) as? NSDictionary)
        let data = try #require(document["data"] as? NSDictionary)
        #expect(data["weights"] as? String == "w" && data["features"] as? Int == 1)
        let plain = try search(Self.table, "--ignore", "w")
        #expect(plain.output.contains("accuracy: 0.2500"))
    }

    @Test func aSpecificationMayNameTheColumn() throws {
        let path = try folder.write(Self.table, to: "data.csv")
        let spec = try folder.write(
            "data: \(path)\ntarget: y\nweights: w\npipeline: logistic-regression\ncv: 2\n", to: "spec.yaml")
        #expect(try Trellis.run(["search", "--spec", spec]).output.contains("accuracy: 1.0000"))
        let plan = try Trellis.run(["plan", "--spec", spec])
        #expect(plan.status == 0 && plan.output.hasPrefix("1 candidate on 2 splits"))
        let compared = try Trellis.run(["compare", "--spec", spec, "--repeat", "1"])
        #expect(compared.status == 0, "\(compared.errors)")
    }

    /// A saved model is scored with weights, and predicts from a table with or without them.
    @Test func savedModels() throws {
        let model = folder["saved.model"]
        #expect(try search(Self.table, "--weights", "w", "--save", model).status == 0)
        let path = folder["data.csv"]
        #expect(try Trellis.run(["score", model, path]).output == "accuracy: 0.75\n")
        #expect(try Trellis.run(["score", model, path, "--weights", "w"]).output == "accuracy: 1.0\n")
        let wrong = try Trellis.run(["score", model, path, "--weights", "v"])
        #expect(wrong.status == 2 && wrong.errors.contains("there is no column 'v'"))
        let predicted = try Trellis.run(["predict", model, path]).output
        let without = try folder.write("x\n1\n9\n", to: "new.csv")
        #expect(predicted == "y\na\na\na\nb\nb\nb\nb\na\n")
        #expect(try Trellis.run(["predict", model, without]).output == "y\na\nb\n")
    }

    @Test(arguments: [
        ("2,2,a", "2,-2,a", ":3:w: a weight must be at least 0, but found '-2.0'"),
        ("2,2,a", "2,x,a", ":3:w: a weight must be a number, but found 'x'"),
        ("2,2,a", "2,,a", ":3:w: a weight must have a value, but the cell is empty"),
        ("2,2,a", "2,inf,a", ":3:w: a weight must be finite, but found 'inf'"),
    ])
    func anInvalidWeightIsAnError(good: String, bad: String, message: String) throws {
        let run = try search(Self.table.replacingOccurrences(of: good, with: bad), "--weights", "w")
        #expect(run.errors == "error: \(folder["data.csv"])\(message)\n")
        #expect(run.status == 2 && run.output.isEmpty)
    }

    @Test func columnsThatCannotBeWeights() throws {
        let unknown = try search(Self.table, "--weights", "v")
        #expect(unknown.errors.contains("there is no column 'v'; did you mean"))
        #expect(unknown.status == 2)
        let target = try search(Self.table, "--weights", "y")
        #expect(target.errors == "error: --weights: 'y' is the target and cannot be the weight column\n")
        let zeros = try search("x,w,y\n1,0,a\n2,0,b\n3,0,a\n4,0,b\n", "--weights", "w")
        #expect(zeros.errors == "error: \(folder["data.csv"]): all weights in the column 'w' are 0\n")
        let fold = try search("x,w,y\n1,0,a\n2,0,b\n3,1,a\n4,1,b\n", "--weights", "w")
        #expect(fold.errors.contains("have the weight 0") && fold.status == 2)
    }
}
