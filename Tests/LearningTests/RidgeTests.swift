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
    /// The 0 and 1 of all categories of a column add up to 1, so that the centred columns are dependent.
    @Test(arguments: [0, 1e-3, 1, 100]) func dependentColumnsAgreeWithSingularValues(alpha: Double) throws {
        var seed: UInt64 = 7
        func random() -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(seed >> 11) / Double(1 << 53)
        }
        let rows = 400
        let x = Matrix(
            (0..<rows).map { _ -> [Double] in
                let (first, second) = (Int(random() * 4), Int(random() * 5))
                return [random(), 3 + 2 * random()] + (0..<4).map { $0 == first ? 1 : 0 }
                    + (0..<5).map { $0 == second ? 1 : 0 }
            })
        let y = (0..<rows).map { x[$0, 0] - 2 * x[$0, 3] + x[$0, 8] + random() }
        let model = try Ridge(alpha: alpha).fit(x, to: .values(y))
        // The shortest coefficients, by the singular values of the centred rows.
        let centred = x.shifted(by: x.columnMeans())
        let mean = y.reduce(0, +) / Double(rows)
        let svd = try SingularValues(centred)
        let projections = svd.left.transposedTimes(y.map { $0 - mean })
        let scaled = zip(svd.values, projections).map { s, p in s > 1e-9 ? p * s / (s * s + alpha) : 0 }
        for (one, other) in zip(model.coefficients, svd.right.transposedTimes(scaled)) {
            #expect(abs(one - other) < 1e-10)
        }
        // A path has the same models as its fits.
        let path = try Ridge.fit(
            path: [Ridge(alpha: alpha), Ridge(alpha: 2)], x, .values(y), in: FitContext())
        #expect(try path[0].get() == model)
    }

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
