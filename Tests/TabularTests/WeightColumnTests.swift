import Learning
import Testing

@testable import Tabular

/// The column of weights, which is not a feature.
@Suite struct WeightColumnTests {
    private func table(_ weights: [Double]) throws -> Table {
        try Table(columns: [
            Column("x", [1.0, 2, 3]), Column("w", weights), Column("y", ["a", "b", "a"]),
        ])
    }

    @Test func weightsAreNotFeatures() throws {
        let data = try table([0.5, 0, 2]).dataset(target: "y", weights: "w")
        #expect(data.weights == [0.5, 0, 2] && data.featureNames == ["x"])
        #expect(try table([1, 2, 3]).dataset(target: "y").weights == nil)
        #expect(try table([1, 2, 3]).dataset(target: "y").featureNames == ["x", "w"])
    }

    @Test func invalidWeightsHaveAPosition() throws {
        let place = CellPosition(file: "table", line: 3, column: "w")
        #expect(throws: TabularError.negativeWeight(at: place, found: "-1.0")) {
            try table([1, -1, 2]).weights("w")
        }
        #expect(throws: TabularError.noWeight(file: "table", column: "w")) {
            try table([0, 0, 0]).dataset(target: "y", weights: "w")
        }
        #expect(throws: TabularError.self) { try table([1, 1, 1]).weights("y") }
        #expect(throws: TabularError.unknownColumn(file: "table", name: "v", known: ["x", "w", "y"])) {
            try table([1, 1, 1]).dataset(target: "y", weights: "v")
        }
    }

    @Test func rowsWithoutATargetTakeTheirWeightsAlong() throws {
        let data = try Table(csv: Array("x,w,y\n1,5,a\n2,6,\n3,7,b\n".utf8), name: "data").dataset(
            target: "y", weights: "w", dropMissingTarget: true)
        #expect(data.weights == [5, 7])
    }
}
