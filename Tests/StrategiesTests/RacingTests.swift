import Learning
import Testing

@testable import Strategies

@Suite("Racing")
struct RacingTests {
    private let best = [0.9, 0.92, 0.88, 0.91, 0.9]

    @Test func `a candidate that cannot reach the best is eliminated for certain`() throws {
        let test = try RacingTest(level: 0, highestScore: 1)
        // 4.51 is the sum to reach.
        #expect(!test.eliminates([0.52], best: best))
        #expect(test.eliminates([0.5], best: best))
        #expect(!test.eliminates([0.75, 0.77], best: best))
        #expect(test.eliminates([0.75, 0.75], best: best))
        #expect(try !RacingTest(level: 0).eliminates([0, 0, 0, 0], best: best))
    }

    @Test func `a candidate that is worse on each split is eliminated`() throws {
        let test = try RacingTest()
        #expect(!test.eliminates([0.5, 0.5], best: best))
        #expect(test.eliminates([0.5, 0.53, 0.49], best: best))
        #expect(!test.eliminates([0.5, 0.95, 0.87], best: best))
        #expect(test.eliminates([0.89, 0.91, 0.87], best: [0.9, 0.92, 0.88, 0.91, 0.9]))
    }

    @Test func `a candidate that is better or equal stays`() throws {
        let test = try RacingTest(highestScore: 1)
        #expect(!test.eliminates([], best: best))
        #expect(!test.eliminates([0.95, 0.97, 0.9, 0.93], best: best))
        #expect(!test.eliminates([0.9, 0.92, 0.88], best: best))
        #expect(!test.eliminates(best, best: best))
        #expect(test.eliminates([0.9, 0.92, 0.88, 0.91, 0.89], best: best))
    }

    @Test func `a best candidate without all scores eliminates only what is likely worse`() throws {
        let test = try RacingTest(highestScore: 1)
        // With scores of all splits, 0.5 could not reach the best any more.
        #expect(test.eliminates([0.5], best: best))
        #expect(!test.eliminates([0.5], best: [0.9], of: 5))
        #expect(test.eliminates([0.5, 0.53, 0.49], best: [0.9, 0.92, 0.88], of: 5))
        #expect(!test.eliminates([0.9, 0.92, 0.88], best: [0.9, 0.92, 0.88], of: 5))
        // The more splits are left, the more tests are made, each at a lower level.
        let (worse, leader) = ([0.88, 0.905, 0.865], [0.9, 0.92, 0.89])
        #expect(test.eliminates(worse, best: leader, of: 4) && !test.eliminates(worse, best: leader, of: 50))
    }

    @Test func `failures and infinite scores are handled`() throws {
        let test = try RacingTest()
        #expect(test.eliminates([0.9, .nan], best: best))
        #expect(!test.eliminates([0.1, 0.1, 0.1], best: [0.9, .nan, 0.9, 0.9, 0.9]))
        #expect(test.eliminates([-.infinity, 0.9], best: best))
        #expect(!test.eliminates([-.infinity, 0.9], best: [-.infinity, 0.9, 0.9]))
        #expect(!test.eliminates([.infinity, 0.9, 0.9], best: best))
        #expect(!test.eliminates([0.9, 0.9, 0.9], best: [-.infinity, 0.9, 0.9, 0.9]))
    }

    /// The share of races in which a candidate is eliminated at some split.
    ///
    /// Differences have a part in common whose variance is that of a split times the test share, as the correction assumes.
    private func eliminated(_ test: RacingTest, folds: Int, by advantage: Double, races: Int) -> Double {
        var generator = SeededGenerator(seed: UInt64(folds))
        var count = 0
        for _ in 0..<races {
            let common = generator.nextNormal() * (1 / Double(folds - 1)).squareRoot()
            let best = (0..<folds).map { _ in 0.5 + 0.1 * generator.nextNormal() }
            let scores = best.map { $0 + 0.02 * (generator.nextNormal() + common + advantage) }
            if (1..<folds).contains(where: { test.eliminates(Array(scores[..<$0]), best: best) }) {
                count += 1
            }
        }
        return Double(count) / Double(races)
    }

    @Test(arguments: [5, 10, 20])
    func `as good a candidate is eliminated with at most the probability of the level`(folds: Int) throws {
        let test = try RacingTest(level: 0.05)
        #expect(eliminated(test, folds: folds, by: 0, races: 20_000) < 0.05)
        #expect(eliminated(test, folds: folds, by: 0, races: 20_000) > 0.005)
        #expect(eliminated(test, folds: folds, by: -3, races: 2000) > 0.5)
        #expect(eliminated(test, folds: folds, by: 1, races: 2000) < 0.005)
    }

    @Test func `invalid settings throw an error`() {
        func message(_ make: () throws -> RacingTest) -> String? {
            do { return try make().level < 0 ? nil : nil } catch { return "\(error)" }
        }
        #expect(
            message { try RacingTest(level: 0.5) } == "level is 0.5; expected at least 0 and less than 0.5")
        #expect(message { try RacingTest(level: .nan) } != nil)
        #expect(
            message { try RacingTest(minSplits: 1) } == "minSplits is 1; expected an integer of at least 2")
        #expect(
            message { try RacingTest(testShare: -1) }
                == "testShare is -1.0; expected a finite number of at least 0")
    }
}
