import Learning
import LinearAlgebra
import Testing

/// `Golden/ridge.json`, as `Tools/golden/ridge.py` writes it.
struct RidgeGolden: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
        let data: String
        let rows: Int
        let alpha: Double
        let fitIntercept: Bool
        let coefficients: [Double]
        let intercept: Double
        let predictions: [Double]
        var testDescription: String { "\(rows) rows of \(data), alpha \(alpha), intercept \(fitIntercept)" }
    }

    let cases: [Case]

    static let all: RidgeGolden? = GoldenFile.read("ridge")
}

@Suite struct RidgeTests {
    @Test func hasGolden() throws {
        #expect(try #require(RidgeGolden.all).cases.count == 24)
    }

    /// The normal equations square the columns' condition, which is some 1e4 for the diabetes table, and more with its
    /// columns doubled: six digits and more are left of a coefficient.
    @Test(arguments: RidgeGolden.all?.cases ?? [])
    func agrees(_ golden: RidgeGolden.Case) throws {
        var (x, texts) = try GoldenFile.table("diabetes", to: golden.rows)
        if golden.data == "doubled" {
            x = Matrix((0..<x.rows).map { Array(x[row: $0]) + Array(x[row: $0]) })
        }
        let y = try texts.map { try #require(Double($0)) }
        let model = try Ridge(alpha: golden.alpha, fitIntercept: golden.fitIntercept).fit(x, to: .values(y))
        #expect(relativeDifference(model.coefficients, golden.coefficients) < 1e-6)
        #expect(abs(model.intercept - golden.intercept) <= 1e-7 * abs(golden.intercept))
        let predictions = try model.predict(x.rows(0..<golden.predictions.count))
        #expect(relativeDifference(predictions, golden.predictions) < 1e-8)
    }

    @Test func constantColumnsGetNoWeight() throws {
        let x = Matrix([[1, 7], [2, 7], [4, 7]])
        for alpha in [0.0, 1] {
            let model = try Ridge(alpha: alpha).fit(x, to: .values([1, 2, 4]))
            #expect(model.coefficients[1] == 0)
            #expect(alpha > 0 || abs(model.coefficients[0] - 1) < 1e-14)
        }
    }

    @Test func oneRowIsItsOwnMean() throws {
        let model = try Ridge().fit(Matrix([[1, 2, 3]]), to: .values([5]))
        #expect(model.coefficients == [0, 0, 0] && model.intercept == 5)
    }

    @Test(arguments: [0.0, 1])
    func refusesOverflow(_ alpha: Double) throws {
        let x = Matrix([[1e300, 1], [-1e300, 2], [0, 3]])
        let error = try #require(throws: LearningError.self) {
            try Ridge(alpha: alpha).fit(x, to: .values([1, 2, 3]))
        }
        #expect("\(error)".contains("overflow"))
    }
}
