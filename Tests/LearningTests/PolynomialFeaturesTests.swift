import Foundation
import Learning
import LinearAlgebra
import Testing

/// `Golden/polynomial_features.json`, as `Tools/golden/polynomial_features.py` writes it.
struct PolynomialGolden: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let parameters: [String: ParameterValue]
        let rows: [[Double]]
        let names: [String]
        let transformed: [[Double]]
        var testDescription: String { "\(rows[0].count) columns, \(parameters.words)" }
    }

    let cases: [Case]

    static let all: PolynomialGolden? = GoldenFile.read("polynomial_features")
}

@Suite struct PolynomialFeaturesTests {
    @Test func hasGolden() throws {
        #expect(try #require(PolynomialGolden.all).cases.count == 72)
    }

    /// The same products in the same order as scikit-learn's: the same bits.
    @Test(arguments: PolynomialGolden.all?.cases ?? [])
    func agrees(_ golden: PolynomialGolden.Case) throws {
        let x = Matrix(golden.rows)
        let step = try PolynomialFeatures().setting(golden.parameters)
        let model = try step.fit(x, to: anyTarget(x.rows))
        let names = (0..<x.columns).map { "c\($0)" }
        #expect(model.outputNames(for: names, step: "step") == golden.names)
        #expect(model.outputCount == golden.names.count)
        #expect(step.estimate(rows: 4, columns: x.columns).outputColumns == golden.names.count)
        #expect(try model.transform(x).values == golden.transformed.flatMap { $0 })
        let read = try JSONDecoder().decode(FittedPolynomialFeatures.self, from: JSONEncoder().encode(model))
        try read.validate()
        #expect(read == model)
    }

    @Test func refusesTooManyProductsAndNone() {
        let wide = Matrix(rows: 1, columns: 10_000)
        #expect(throws: LearningError.self) { try PolynomialFeatures(degree: 3).fit(wide, to: anyTarget(1)) }
        #expect(throws: LearningError.self) {
            try PolynomialFeatures(degree: 0, includeBias: false).fit(Matrix([[1]]), to: anyTarget(1))
        }
    }
}
