import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// `Golden/pca.json`, as `Tools/golden/pca.py` writes it.
struct PCAGolden: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
        let data: String
        let rows: Int
        let nComponents: Double?
        let whiten: Bool
        let mean: [Double]
        let components: [[Double]]
        let explainedVariance: [Double]
        let explainedVarianceRatio: [Double]
        let singularValues: [Double]
        let noiseVariance: Double
        let transformed: [[Double]]

        var estimator: PCA {
            let components: PCA.Components =
                switch nComponents {
                case nil: .all
                case let number? where number >= 1: .count(Int(number))
                case let number?: .fraction(number)
                }
            return PCA(nComponents: components, whiten: whiten)
        }

        var testDescription: String { "\(rows) rows of \(data), \(estimator)" }
    }

    struct Graded: Decodable {
        let x: [[Double]]
        let singularValues: [Double]
        let components: [[Double]]
    }

    let cases: [Case]
    let graded: Graded

    static let all: PCAGolden? = GoldenFile.read("pca")
}

private func fit(_ pca: PCA, _ x: Matrix) throws -> FittedPCA {
    try pca.fit(x, to: .values([Double](repeating: 0, count: x.rows)))
}

@Suite struct PCATests {
    @Test func hasGolden() throws {
        #expect(try #require(PCAGolden.all).cases.count == 15)
    }

    /// The variances come from squares of the data: an error of about ε times the greatest.
    ///
    /// A component turns by as much as that error is to the gap to its neighbours, so those below 1e-6 of the
    /// greatest variance are held to their variances only.
    @Test(arguments: PCAGolden.all?.cases ?? [])
    func agrees(_ golden: PCAGolden.Case) throws {
        let x = try GoldenFile.table(golden.data, to: golden.rows).0
        let model = try fit(golden.estimator, x)
        #expect(model.outputCount == golden.components.count)
        #expect(model.components.columns == x.columns)
        #expect(relativeDifference(model.mean, golden.mean) < 1e-14)
        #expect(relativeDifference(model.explainedVariance, golden.explainedVariance) < 1e-13)
        #expect(relativeDifference(model.explainedVarianceRatio, golden.explainedVarianceRatio) < 1e-13)
        #expect(relativeDifference(model.singularValues, golden.singularValues) < 1e-10)
        #expect(abs(model.noiseVariance - golden.noiseVariance) < 1e-13 * golden.explainedVariance[0])

        let transformed = try model.transform(x.rows(0..<golden.transformed.count))
        for (index, variance) in golden.explainedVariance.enumerated()
        where variance > 1e-6 * golden.explainedVariance[0] {
            #expect(relativeDifference(Array(model.components[row: index]), golden.components[index]) < 1e-8)
            let scores = (0..<transformed.rows).map { transformed[$0, index] }
            let expected = golden.transformed.map { $0[index] }
            #expect(
                relativeDifference(scores, expected, floor: golden.whiten ? 1 : variance.squareRoot()) < 1e-7)
        }
    }

    /// Singular values ten orders of magnitude apart, whose squares a `Double` cannot hold side by side.
    @Test func resolvesSmallComponents() throws {
        let golden = try #require(PCAGolden.all).graded
        let model = try fit(PCA(), Matrix(golden.x))
        #expect(golden.singularValues[2] < 1e-9 * golden.singularValues[0])
        #expect(elementwiseDifference(model.singularValues, golden.singularValues) < 1e-4)
        #expect(relativeDifference(model.components.values, golden.components.flatMap { $0 }) < 1e-4)
    }

    @Test(arguments: [("digits", 200), ("digits", 40), ("breast-cancer", 569), ("iris", 150)])
    func componentsAreOrthonormal(_ name: String, _ rows: Int) throws {
        let model = try fit(PCA(), GoldenFile.table(name, to: rows).0)
        let products = model.components.innerProducts()
        #expect(products.rows == min(rows, model.featureCount))
        for row in 0..<products.rows {
            for column in 0..<products.columns {
                #expect(abs(products[row, column] - (row == column ? 1 : 0)) < 1e-7)
            }
        }
        #expect(
            zip(model.explainedVariance, model.explainedVariance.dropFirst()).allSatisfy {
                $0 >= $1 * (1 - 1e-7)
            })
    }

    /// Across the place where components begin to come from singular values.
    @Test(arguments: [("digits", 200, 64), ("breast-cancer", 569, 30)])
    func restrictionIsTheFitToTheBit(_ name: String, _ rows: Int, _ all: Int) throws {
        let x = try GoldenFile.table(name, to: rows).0
        let full = try fit(PCA(nComponents: .count(all)), x)
        for count in [1, 2, all / 2, all - 4, all - 1, all] {
            let direct = try fit(PCA(nComponents: .count(count)), x)
            #expect(full.restricted(toFirst: count) == direct)
            #expect(full.restricted(toFirst: count).noiseVariance == direct.noiseVariance)
        }
    }

    @Test func refusesMoreComponentsThanThereAre() throws {
        let x = try GoldenFile.table("iris", to: 3).0
        let error = try #require(throws: LearningError.self) { try fit(PCA(nComponents: 4), x) }
        #expect(
            "\(error)" == "pca: n_components is 4, but 3 rows × 4 columns have at most 3 components")
    }

    @Test(arguments: [PCA.Components.count(0), .count(-2), .fraction(0), .fraction(1), .fraction(1.5)])
    func refusesBadCounts(_ components: PCA.Components) throws {
        let x = try GoldenFile.table("iris").0
        let error = try #require(throws: LearningError.self) { try fit(PCA(nComponents: components), x) }
        #expect("\(error)".hasPrefix("pca: n_components must be a whole number of at least 1"))
    }

    @Test func literalsAreCountsAndFractions() {
        #expect(PCA(nComponents: 3).nComponents == .count(3))
        #expect(PCA(nComponents: 0.5).nComponents == .fraction(0.5))
        #expect(PCA.Components(.null) == .all)
        #expect(PCA.Components(.double(2)) == nil)
    }

    /// No variance at all: no NaN, in whatever is asked.
    @Test(arguments: [false, true])
    func survivesEqualRows(_ whiten: Bool) throws {
        let x = Matrix(rows: 5, columns: 3, repeating: 2)
        for components in [PCA.Components.all, 2, 0.5] {
            let model = try fit(PCA(nComponents: components, whiten: whiten), x)
            #expect(model.explainedVarianceRatio.allSatisfy { $0 == 0 })
            #expect(model.components.firstNonFinite == nil)
            #expect(try model.transform(x).firstNonFinite == nil)
        }
    }

    /// As many rows as axes have one axis without variance; a scaler behind it finds nothing to scale up.
    @Test(arguments: [false, true])
    func axesWithoutVarianceTellNothing(_ whiten: Bool) throws {
        let x = Matrix(rows: 7, columns: 9, values: (0..<63).map { 10 * cos(Double($0 * $0)) + 3 })
        let model = try fit(PCA(whiten: whiten), x)
        let scores = try model.transform(x)
        #expect(scores.columns == 7)
        for row in 0..<7 { #expect(scores[row, 6] == 0 && scores[row, 5] != 0) }
        let scaler = try StandardScaler().fit(scores, to: .values(Array(repeating: 0, count: 7)))
        #expect(scaler.scale[6] == 1)
        // A row beside the training rows' space is somewhere along it.
        let beside = Matrix(rows: 1, columns: 9, values: (0..<9).map { Double($0 * $0) })
        #expect(try model.transform(beside)[0, 6] != 0)
    }

    @Test func refusesOneRow() throws {
        let error = try #require(throws: LearningError.self) { try fit(PCA(), Matrix([[1, 2]])) }
        #expect("\(error)" == "pca: the variance requires at least 2 rows, but there is 1")
    }

    @Test(arguments: [(6, 2), (2, 6)])
    func refusesOverflow(_ rows: Int, _ columns: Int) throws {
        let x = Matrix(rows: rows, columns: columns, values: (0..<12).map { Double($0 % 5 - 2) * 1e300 })
        let error = try #require(throws: LearningError.self) { try fit(PCA(), x) }
        #expect("\(error)".contains("overflow"))
    }
}
