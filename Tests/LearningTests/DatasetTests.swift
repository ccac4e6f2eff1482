import Learning
import LinearAlgebra
import Testing

/// Features, names and targets that disagree are errors in the data.
@Suite struct DatasetTests {
    private static let features = Matrix([[1, 2], [3, 4], [5, 6]])

    @Test func rowsOfFeaturesAndTargetMustAgree() {
        for count in [0, 2, 4] {
            let target = Target.values([Double](repeating: 0, count: count))
            let error = #expect(throws: LearningError.rowCounts(features: 3, targets: count)) {
                try Dataset(features: Self.features, target: target)
            }
            #expect(error?.description == "3 rows of features, but \(count) targets")
        }
    }

    @Test func everyColumnNeedsAName() {
        for names in [[], ["a"], ["a", "b", "c"]] {
            let error = #expect(throws: LearningError.featureNameCount(names: names.count, columns: 2)) {
                try Dataset(features: Self.features, featureNames: names, target: .values([1, 2, 3]))
            }
            #expect(error?.description == "2 columns of features, but \(names.count) names")
        }
    }

    @Test func partsThatAgreeAreKept() throws {
        let data = try Dataset(features: Self.features, target: .values([1, 2, 3]), targetName: "y")
        #expect(data.featureNames == ["x0", "x1"] && data.targetName == "y" && data.rowCount == 3)
        let some = data.rows(at: [2, 0])
        #expect(try some.matrix == Matrix([[5, 6], [1, 2]]) && some.target == .values([3, 1]))
        #expect(some.featureNames == ["x0", "x1"] && some.targetName == "y")
    }
}
