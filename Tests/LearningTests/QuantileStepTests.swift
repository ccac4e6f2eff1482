import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// `Golden/quantiles.json`, as `Tools/golden/quantiles.py` writes it.
struct QuantileGolden: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let data: String
        let parameters: [String: ParameterValue]
        let transformed: [[Double?]]
        var testDescription: String { "\(data) \(parameters.words)" }
    }

    struct Bins: Decodable, Sendable, CustomTestStringConvertible {
        let data: String
        let parameters: [String: ParameterValue]
        let innerEdges: [[Double]]
        let names: [String]
        let ordinal: [[Double]]
        let width: Int
        var testDescription: String { "\(data) \(parameters.words)" }
    }

    struct Normal: Decodable {
        let probabilities: [Double]
        let quantiles: [Double]
    }

    let rows: [String: Int]
    let tables: [String: [[Double?]]]
    let shown: [String: [[Double?]]]
    let robust: [Case]
    let bins: [Bins]
    let quantile: [Case]
    let normal: Normal

    static let all: QuantileGolden? = GoldenFile.read("quantiles")

    /// The training rows of a table, in which NaN is a missing number.
    static func table(_ name: String) throws -> Matrix {
        let golden = try #require(all)
        if let rows = golden.tables[name] { return Matrix(missing: rows) }
        return try GoldenFile.table(name, to: golden.rows[name]).0
    }

    /// Fits a step to a case's table, and returns the largest relative difference of a transformed row.
    static func difference(_ step: some Transformer, _ golden: Case) throws -> Double {
        let x = try table(golden.data)
        let rows = Matrix(missing: try #require(all?.shown[golden.data]))
        let model = try step.fit(x, to: anyTarget(x.rows))
        let found = try model.transform(rows)
        let expected = Matrix(missing: golden.transformed)
        #expect(found.rows == expected.rows && found.columns == expected.columns)
        let differences = zip(found.values, expected.values).map { found, expected in
            found.isNaN && expected.isNaN ? 0 : abs(found - expected) / max(1, abs(expected))
        }
        // `max` would ignore NaN.
        #expect(differences.allSatisfy { !$0.isNaN })
        return differences.max() ?? .infinity
    }
}

extension Matrix {
    /// Rows of a golden file, of which null is missing.
    init(missing rows: [[Double?]]) {
        self.init(rows: rows.count, columns: rows.first?.count ?? 0, values: matrix(rows))
    }
}

@Suite struct RobustScalerTests {
    @Test func hasGolden() throws {
        #expect(try #require(QuantileGolden.all).robust.count == 72)
    }

    /// The same operations as NumPy's; the quantiles of the normal distribution are rounded otherwise.
    @Test(arguments: QuantileGolden.all?.robust ?? [])
    func agrees(_ golden: QuantileGolden.Case) throws {
        let scaler = try RobustScaler().setting(golden.parameters)
        #expect(try QuantileGolden.difference(scaler, golden) <= (scaler.unitVariance ? 1e-14 : 0))
    }

    @Test func mapEqualsTransform() throws {
        let x = try QuantileGolden.table("wine")
        let model = try RobustScaler(quantileMin: 5).fit(x, to: anyTarget(x.rows))
        #expect(model.keepsDigits)
        let difference = relativeDifference(
            model.affineMap.images(of: x).values, try model.transform(x).values)
        #expect(difference < 1e-15)
        // A column without training values is missing, which a map does not say.
        let empty = try RobustScaler().fit(QuantileGolden.table("missing"), to: anyTarget(40))
        #expect(!empty.keepsDigits)
    }

    @Test func refusesQuantilesInTheWrongOrder() {
        let x = Matrix([[1], [2]])
        for scaler in [
            RobustScaler(quantileMin: 80), RobustScaler(quantileMin: 50, quantileMax: 50, unitVariance: true),
            RobustScaler(quantileMin: 0, unitVariance: true),
            RobustScaler(quantileMax: 100, unitVariance: true),
        ] {
            #expect(throws: LearningError.self) { try scaler.fit(x, to: anyTarget(2)) }
        }
    }

    @Test func refusesOverflow() throws {
        let error = try #require(throws: LearningError.self) {
            try RobustScaler().fit(Matrix([[0, -1.7e308], [0, 1.7e308]]), to: anyTarget(2))
        }
        #expect("\(error)".contains("column 1"))
    }
}

@Suite struct KBinsDiscretizerTests {
    @Test func hasGolden() throws {
        #expect(try #require(QuantileGolden.all).bins.count == 75)
    }

    /// Uniform edges and quantiles have the same bits; the means of clusters are rounded otherwise.
    @Test(arguments: QuantileGolden.all?.bins ?? [])
    func agrees(_ golden: QuantileGolden.Bins) throws {
        let x = try QuantileGolden.table(golden.data)
        var discretizer = try KBinsDiscretizer().setting(golden.parameters)
        let model = try discretizer.fit(x, to: anyTarget(x.rows))
        #expect(model.innerEdges.map(\.count) == golden.innerEdges.map(\.count))
        for (found, expected) in zip(model.innerEdges, golden.innerEdges) {
            #expect(relativeDifference(found, expected) <= (discretizer.strategy == .kmeans ? 1e-12 : 0))
        }
        let names = (0..<x.columns).map { "x\($0)" }
        #expect(model.outputNames(for: names, step: "step") == golden.names)
        #expect(model.outputCount == golden.width)

        discretizer.encode = .ordinal
        let ordinal = try discretizer.fit(x, to: anyTarget(x.rows))
        let some = x.rows(at: Array(stride(from: 0, to: x.rows, by: 3)))
        let bins = try ordinal.transform(some)
        #expect(bins.values == golden.ordinal.flatMap { $0 })
        #expect(ordinal.outputNames(for: names, step: "step") == names)
        // The columns of 0 and 1 have a 1 at the bin of each column.
        let dense = try model.transform(some)
        var start = 0
        for (column, count) in model.binCounts.enumerated() {
            for row in 0..<some.rows {
                #expect(
                    (0..<count).map { dense[row, start + $0] }
                        == (0..<count).map { Double($0) == bins[row, column] ? 1 : 0 })
            }
            start += count
        }
        try JSONDecoder().decode(FittedKBinsDiscretizer.self, from: JSONEncoder().encode(model)).validate()
    }

    @Test func warnsOfConstantColumns() throws {
        let model = try KBinsDiscretizer(nBins: 2).fit(Matrix([[1, 5], [2, 5], [3, 5]]), to: anyTarget(3))
        #expect(model.warnings.count == 1 && model.warnings[0].contains("column: 1 "))
        #expect(try model.transform(Matrix([[1, 9]])).values == [1, 0, 1])
    }

}

@Suite struct QuantileTransformerTests {
    @Test func hasGolden() throws {
        #expect(try #require(QuantileGolden.all).quantile.count == 36)
    }

    /// The images of the normal distribution are rounded otherwise.
    @Test(arguments: QuantileGolden.all?.quantile ?? [])
    func agrees(_ golden: QuantileGolden.Case) throws {
        let step = try QuantileTransformer().setting(golden.parameters)
        let tolerance = step.outputDistribution == .normal ? 1e-12 : 0
        #expect(try QuantileGolden.difference(step, golden) <= tolerance)
    }

    @Test func normalQuantilesAgree() throws {
        let golden = try #require(QuantileGolden.all).normal
        let found = golden.probabilities.map(NormalDistribution.quantile)
        #expect(elementwiseDifference(found, golden.quantiles) < 1e-14)
    }

    @Test func modelsAreValidated() throws {
        let x = try QuantileGolden.table("missing")
        let model = try QuantileTransformer(nQuantiles: 5).fit(x, to: anyTarget(x.rows))
        let read = try JSONDecoder().decode(FittedQuantileTransformer.self, from: JSONEncoder().encode(model))
        try read.validate()
        #expect(read == model && read.quantiles.last == [])
    }
}
