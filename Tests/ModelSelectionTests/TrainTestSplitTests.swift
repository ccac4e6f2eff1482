import Testing
import Trellis

@Suite("A split into training and test set")
struct TrainTestSplitTests {
    private let iris: Dataset

    init() throws { iris = try Fixtures.dataSet("iris", target: "species") }

    @Test func hasEveryRowOnce() throws {
        let (train, test) = try iris.trainTestSplit(testSize: 0.3, seed: 5)
        #expect(train.rowCount == 105 && test.rowCount == 45)
        func rows(_ data: Dataset) throws -> [[Double]] {
            let matrix = try data.matrix
            return (0..<data.rowCount).map { Array(matrix[row: $0]) }
        }
        let (both, all) = try (rows(train) + rows(test), rows(iris))
        #expect(
            both.sorted { $0.lexicographicallyPrecedes($1) } == all.sorted { $0.lexicographicallyPrecedes($1) })
        #expect(train.featureNames == iris.featureNames && train.targetName == iris.targetName)
        #expect(try rows(iris.trainTestSplit(testSize: 0.3, seed: 5).test) == rows(test))
        #expect(try rows(iris.trainTestSplit(testSize: 0.3, seed: 6).test) != rows(test))
    }

    @Test func keepsTheSharesOfClasses() throws {
        let (train, test) = try iris.trainTestSplit(stratified: true)
        #expect(test.rowCount == 38 && train.rowCount == 112)
        #expect(Set(try #require(test.target.labels).counts) == [12, 13])
    }

    @Test func keepsTheOrder() throws {
        let (train, test) = try iris.trainTestSplit(testSize: 10, shuffle: false)
        #expect(train.features == iris.rows(at: Array(0..<140)).features)
        #expect(test.target == iris.rows(at: Array(140..<150)).target)
    }

    @Test func isRefusedWhereItCannotBe() throws {
        #expect(throws: ModelSelectionError.stratifiedWithoutShuffle) {
            try iris.trainTestSplit(stratified: true, shuffle: false)
        }
        #expect(throws: ModelSelectionError.invalidSize(name: "test_size", found: "150", rows: 150)) {
            try iris.trainTestSplit(testSize: 150)
        }
        #expect(throws: ModelSelectionError.self) { try iris.rows(at: [0]).trainTestSplit() }
    }
}
