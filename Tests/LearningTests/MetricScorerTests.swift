import Learning
import LinearAlgebra
import Testing

@Suite("Scorers give what scikit-learn's give")
struct MetricScorerTests {
    @Test(arguments: try MetricGolden.load().classification)
    func classification(_ golden: MetricGolden.Classification) throws {
        for (name, expected) in golden.scores {
            try check(name, expected, golden.predictions, golden.target)
        }
    }

    @Test(arguments: try MetricGolden.load().regression)
    func regression(_ golden: MetricGolden.Regression) throws {
        for (name, expected) in golden.scores {
            try check(name, expected, golden.predictions, .values(golden.truth))
        }
    }

    @Test("every scorer has golden scores")
    func coverage() throws {
        let golden = try MetricGolden.load()
        let names = golden.classification.flatMap(\.scores.keys) + golden.regression.flatMap(\.scores.keys)
        #expect(Set(names) == Set(Scorer.all.map(\.name)))
    }

    private func check(
        _ name: String, _ expected: MetricGolden.Expected, _ predictions: Predictions, _ truth: Target
    ) throws {
        let scorer = try Scorer(named: name)
        switch expected {
        case .score(let expected):
            let score = try scorer.score(predictions, against: truth)
            // Sums of up to 120 terms in another order than NumPy's.
            #expect(abs(score - expected) <= 1e-12 * max(1, abs(expected)), "\(name): \(score) ≠ \(expected)")
        case .undefined:
            let score = try scorer.score(predictions, against: truth)
            #expect(score.isNaN, "\(name): \(score)")
        case .error:
            #expect(throws: LearningError.self, "\(name)") { try scorer.score(predictions, against: truth) }
        }
    }
}
