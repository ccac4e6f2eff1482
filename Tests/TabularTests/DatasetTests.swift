import Learning
import Testing

@testable import Tabular

/// The files in datasets/, whose facts its README states.
@Suite struct DatasetTests {
    @Test(arguments: [
        ("iris", "species", 150, 4, [50, 50, 50]),
        ("wine", "class", 178, 13, [59, 71, 48]),
        ("breast-cancer", "diagnosis", 569, 30, [357, 212]),
        ("digits", "digit", 1797, 64, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]),
    ])
    func classificationSets(name: String, target: String, rows: Int, features: Int, counts: [Int]) throws {
        let data = try Table(csv: dataset(name)).dataset(target: target)
        #expect(data.features.rows == rows && data.features.columns == features)
        #expect(data.featureNames.count == features && !data.featureNames.contains(target))
        #expect(data.target.labels?.counts == counts)
        #expect(data.targetName == target)
    }

    @Test func classesAreSorted() throws {
        #expect(try Table(csv: dataset("digits")).groups("digit").classes == (0...9).map(String.init))
        #expect(
            try Table(csv: dataset("iris")).groups("species").classes == [
                "setosa", "versicolor", "virginica",
            ])
        #expect(
            try Table(csv: dataset("breast-cancer")).groups("diagnosis").classes == ["benign", "malignant"])
    }

    @Test func diabetesIsARegression() throws {
        let data = try Table(csv: dataset("diabetes")).dataset(target: "progression")
        #expect(data.features.rows == 442 && data.features.columns == 10)
        #expect(data.target.values?.min() == 25 && data.target.values?.max() == 346)
        #expect(try Array(data.matrix[row: 0]) == [59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87])
        #expect(data.target.values?.prefix(3) == [151, 75, 141])
    }
}
