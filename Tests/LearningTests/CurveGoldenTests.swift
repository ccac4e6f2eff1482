import Learning
import Testing

/// Curves of scikit-learn, and shares of variance by least squares: made by Tools/golden/curves.py.
private struct CurveGolden: Decodable {
    var curves: [Curves]
    var anova: [Variance]

    struct Curves: Decodable, Sendable, CustomTestStringConvertible {
        var title: String
        var truth: [Int]
        var scores: [Double]
        var probabilities: [Double]
        var falsePositiveRates: [Double]
        var truePositiveRates: [Double]
        var thresholds: [Double]
        var precisions: [Double]
        var recalls: [Double]
        var cuts: [Double]
        var averagePrecision: Double
        var observed: [Double]
        var predicted: [Double]

        var isPositive: [Bool] { truth.map { $0 == 1 } }
        var testDescription: String { title }
    }

    struct Variance: Decodable, Sendable, CustomTestStringConvertible {
        var title: String
        var levels: [[Int]]
        var counts: [Int]
        var scores: [Double]
        var main: [Double]
        var pairs: [Pair]

        struct Pair: Decodable, Sendable {
            var first: Int
            var second: Int
            var share: Double
        }

        var testDescription: String { title }
    }

    static let content: CurveGolden? = GoldenFile.read("curves")
}

@Suite struct CurveGoldenTests {
    @Test func goldenFileIsThere() { #expect(CurveGolden.content != nil) }

    // Rates are quotients of the same whole numbers, so that they are equal.
    @Test(arguments: CurveGolden.content?.curves ?? [])
    fileprivate func ratesAreThoseOfScikitLearn(_ golden: CurveGolden.Curves) throws {
        let roc = try Metrics.rocCurve(truth: golden.isPositive, scores: golden.scores)
        #expect(roc.falsePositiveRates == golden.falsePositiveRates)
        #expect(roc.truePositiveRates == golden.truePositiveRates)
        #expect(roc.thresholds == [.infinity] + golden.thresholds)
        let curve = try Metrics.precisionRecallCurve(truth: golden.isPositive, scores: golden.scores)
        #expect(curve.precisions == golden.precisions)
        #expect(curve.recalls == golden.recalls)
        #expect(curve.thresholds == golden.cuts)
        // A sum of up to 120 products.
        #expect(abs(curve.averagePrecision - golden.averagePrecision) < 1e-14)
    }

    // Means of up to 120 probabilities, which NumPy adds in another order.
    @Test(arguments: CurveGolden.content?.curves ?? [])
    fileprivate func calibrationIsThatOfScikitLearn(_ golden: CurveGolden.Curves) throws {
        let curve = try Metrics.calibrationCurve(
            truth: golden.isPositive, probabilities: golden.probabilities)
        #expect(relativeDifference(curve.bins.map(\.observed), golden.observed) < 1e-14)
        #expect(relativeDifference(curve.bins.map(\.predicted), golden.predicted) < 1e-14)
        #expect(curve.bins.map(\.count).reduce(0, +) == golden.truth.count)
    }

    // Least squares solve the same problem in another way, to about 1e-15 of the variance.
    @Test(arguments: CurveGolden.content?.anova ?? [])
    fileprivate func sharesOfVarianceAreThoseOfLeastSquares(_ golden: CurveGolden.Variance) throws {
        let found = try #require(
            FunctionalANOVA(levels: golden.levels, counts: golden.counts, scores: golden.scores))
        #expect(relativeDifference(found.main, golden.main, floor: 1) < 1e-12)
        #expect(relativeDifference(found.pairs.map(\.share), golden.pairs.map(\.share), floor: 1) < 1e-12)
        for (pair, expected) in zip(found.pairs, golden.pairs) {
            #expect(pair.first == expected.first && pair.second == expected.second)
        }
    }

    @Test func sharesNeedAFullGridOfDifferentScores() {
        let full = [[0, 0], [0, 1], [1, 0], [1, 1]]
        #expect(FunctionalANOVA(levels: full, counts: [2, 2], scores: [1, 2, 3, 5]) != nil)
        #expect(FunctionalANOVA(levels: full, counts: [2, 2], scores: [1, 1, 1, 1]) == nil)
        #expect(FunctionalANOVA(levels: full, counts: [2, 2], scores: [1, 2, 3, .nan]) == nil)
        #expect(FunctionalANOVA(levels: full, counts: [2, 3], scores: [1, 2, 3, 5]) == nil)
        #expect(FunctionalANOVA(levels: Array(full.dropLast()), counts: [2, 2], scores: [1, 2, 3]) == nil)
        #expect(
            FunctionalANOVA(
                levels: Array(full.dropLast()) + [[1, 0]], counts: [2, 2], scores: [1, 2, 3, 5]) == nil)
        #expect(FunctionalANOVA(levels: [[]], counts: [], scores: [1]) == nil)
        #expect(FunctionalANOVA(levels: [[2]], counts: [1], scores: [1]) == nil)
    }

    @Test func curvesRefuseWhatIsNotDefined() {
        #expect(throws: LearningError.self) { try Metrics.rocCurve(truth: [true], scores: [.nan]) }
        #expect(throws: LearningError.self) { try Metrics.precisionRecallCurve(truth: [true], scores: []) }
        #expect(throws: LearningError.self) {
            try Metrics.calibrationCurve(truth: [true], probabilities: [1.5])
        }
    }
}
