import Testing

@testable import Strategies

@Suite("Evaluations")
struct EvaluationTests {
    private func best(_ scores: [(resource: Int?, score: Double?)]) -> Int? {
        Evaluation.best(
            of: scores.enumerated().map {
                Evaluation(id: $0, point: [:], resource: $1.resource, score: $1.score)
            })?.id
    }

    @Test func `the best has the most resource, and is the first of equals`() {
        #expect(best([(nil, 1), (nil, 3), (nil, 3), (nil, 2)]) == 1)
        #expect(best([(10, 9), (30, 1), (30, 2), (20, 9)]) == 2)
        #expect(best([(10, 9), (nil, 1)]) == 1)
        #expect(best([(nil, -.infinity), (nil, nil)]) == 0)
        #expect(best([(nil, nil), (nil, -.infinity), (nil, .infinity)]) == 2)
    }

    @Test func `there is no best if all with the most resource failed`() {
        #expect(best([]) == nil)
        #expect(best([(nil, nil), (nil, .nan)]) == nil)
        #expect(best([(10, 1), (20, nil)]) == nil)
    }

    @Test func `a score that is not a number is a failure`() {
        #expect(Evaluation(id: 0, point: [:], score: .nan).score == nil)
        #expect(Evaluation(id: 0, point: [:], score: .infinity).score == .infinity)
    }
}
