import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// `Golden/power_transformer.json`, as `Tools/golden/power_transformer.py` writes it.
struct PowerGolden: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let data: String
        let columns: [Int]
        let parameters: [String: ParameterValue]
        let lambdas: [Double]
        let rows: [[Double?]]
        let transformed: [[Double?]]
        var testDescription: String { "\(data) \(parameters.words)" }

        func x() throws -> Matrix {
            let golden = try #require(all)
            if let rows = golden.tables[data] { return Matrix(missing: rows).columns(at: columns) }
            return try GoldenFile.table(data, to: golden.rows[data]).0.columns(at: columns)
        }
    }

    let rows: [String: Int]
    let tables: [String: [[Double?]]]
    let cases: [Case]

    static let all: PowerGolden? = GoldenFile.read("power_transformer")
}

@Suite struct PowerTransformerTests {
    @Test func hasGolden() throws {
        #expect(try #require(PowerGolden.all).cases.count == 31)
    }

    /// A likelihood is flat near its maximum, so that an exponent follows from it to half its digits only.
    @Test(arguments: PowerGolden.all?.cases ?? [])
    func agrees(_ golden: PowerGolden.Case) throws {
        let x = try golden.x()
        let model = try PowerTransformer().setting(golden.parameters).fit(x, to: anyTarget(x.rows))
        for (found, expected) in zip(model.lambdas, golden.lambdas) {
            #expect(abs(found - expected) <= 1e-6 * max(1, abs(expected)), "\(found), not \(expected)")
        }
        #expect(model.lambdas.count == golden.lambdas.count)
        // The transforms with scikit-learn's exponents, which amplify those of large numbers.
        let exact = FittedPowerTransformer(method: model.method, lambdas: golden.lambdas, scaler: nil)
        let rows = Matrix(missing: golden.rows)
        var found = exact.powers(of: rows)
        if model.scaler != nil {
            found = try StandardScaler().fit(exact.powers(of: x), to: anyTarget(x.rows)).transform(found)
        }
        let expected = Matrix(missing: golden.transformed)
        for column in 0..<x.columns {
            let pairs = zip(found[column: column], expected[column: column]).filter {
                !($0.isNaN && $1.isNaN)
            }
            #expect(relativeDifference(pairs.map(\.0), pairs.map(\.1)) < 1e-9, "column \(column)")
        }
        #expect(try model.transform(rows).rows == rows.rows)
        let read = try JSONDecoder().decode(FittedPowerTransformer.self, from: JSONEncoder().encode(model))
        try read.validate()
        #expect(read == model)
    }

    @Test func keepsConstantAndMissingColumns() throws {
        let x = Matrix([[3, .nan, 1], [3, .nan, 2], [.nan, .nan, 9]])
        let model = try PowerTransformer(standardize: false).fit(x, to: anyTarget(3))
        #expect(model.lambdas[0] == 1 && model.lambdas[1] == 1)
        let found = try model.transform(Matrix([[5, 7, .nan]]))
        #expect(abs(found[0, 0] - 5) < 1e-15 && found[0, 1].isNaN && found[0, 2].isNaN)
        let scaled = try PowerTransformer().fit(x, to: anyTarget(3))
        #expect(try scaled.transform(Matrix([[3, 7, 1]]))[0, 1].isNaN)
    }

    @Test func boxCoxRefusesOtherNumbers() throws {
        let step = PowerTransformer(method: .boxCox)
        let error = try #require(throws: LearningError.self) {
            try step.fit(Matrix([[1, 2], [2, 0]]), to: anyTarget(2))
        }
        #expect("\(error)".contains("row 1, column 1"))
        #expect(throws: LearningError.self) { try step.fit(Matrix([[2], [2]]), to: anyTarget(2)) }
        let model = try step.fit(Matrix([[1], [2], [4]]), to: anyTarget(3))
        #expect(throws: LearningError.self) { try model.transform(Matrix([[1], [-1]])) }
    }

    /// Both searches find the minimum of functions with known ones.
    @Test func minimaAreFound() throws {
        let bounded = try #require(ScalarMinimum.bounded(from: -3, to: 8) { ($0 - 2) * ($0 - 2) })
        #expect(abs(bounded - 2) < 1e-7)
        for shift in [-50.0, -2, 0, 1.5, 300] {
            let found = try #require(
                ScalarMinimum.brent(between: -2, and: 2) { (x: Double) in
                    let y = x - shift
                    return y * y * y * y + y * y
                })
            #expect(abs(found - shift) < 1e-6 * max(1, abs(shift)))
        }
        #expect(ScalarMinimum.brent(between: -2, and: 2) { -$0 } == nil)
    }
}
