import Learning
import Strategies
import Testing

@testable import ModelSelection

/// The rounds of a race, without data.
@Suite struct RaceTests {
    /// Runs a race over a table of scores, one row for each candidate; returns the eliminated candidates, and the number of
    /// scores that were needed.
    private func run(
        _ table: [[Double]], teams: [[Int]]? = nil, level: Double = 0.05, rival: [Double]? = nil
    ) throws -> (eliminated: [Int: Int], scores: Int, rounds: [Race.Round]) {
        let test = try RacingTest(level: level, highestScore: 1)
        var race = Race(
            teams ?? table.indices.map { [$0] }, splitCount: table[0].count, test: test, rival: rival)
        var (scores, rounds): (Int, [Race.Round]) = (0, [])
        while let round = race.next() {
            rounds.append(round)
            scores += round.candidates.count * round.splits.count
            race.finish(round) { table[$0][$1] }
        }
        return (race.eliminated, scores, rounds)
    }

    private let good = [0.90, 0.92, 0.91, 0.93, 0.90]
    private let bad = [0.50, 0.52, 0.51, 0.53, 0.50]

    @Test func roundsOfSplits() throws {
        let found = try run([good, bad, good, bad])
        #expect(found.eliminated == [1: 3, 3: 3])
        #expect(
            found.rounds == [
                .init(candidates: [0, 1, 2, 3], splits: 0..<3), .init(candidates: [0, 2], splits: 3..<4),
                .init(candidates: [0, 2], splits: 4..<5),
            ])
        #expect(found.scores == 16)
    }

    @Test func teamsStayTogether() throws {
        let found = try run([good, bad, bad, bad], teams: [[0, 1], [2, 3]])
        #expect(found.eliminated == [2: 3, 3: 3])
        #expect(found.rounds[1].candidates == [0, 1])
    }

    @Test func rivals() throws {
        #expect(try run([bad]).eliminated == [:])
        #expect(try run([bad], rival: good).eliminated == [0: 3])
        #expect(try run([good], rival: bad).eliminated == [:])
        // After three splits, a perfect score on the others would not suffice.
        #expect(try run([bad], level: 0, rival: good).eliminated == [0: 3])
        // Not certain, because the best has no scores on the other splits yet.
        #expect(try run([bad, good], level: 0).eliminated == [:])
    }

    @Test func failures() throws {
        let failed = [Double.nan, 0.9, 0.9, 0.9, 0.9]
        #expect(try run([failed, good]).eliminated == [0: 3])
        #expect(try run([failed, failed]).eliminated == [:])
    }

    @Test func fewSplits() throws {
        #expect(try run([[0.9, 0.9], [0.1, 0.1]]).eliminated == [:])
        #expect(try run([[0.9, 0.9], [0.1, 0.1]]).scores == 4)
    }

    /// Later heats race against the winner of those before.
    @Test func heats() throws {
        let found = try run(Array(repeating: good, count: 64) + Array(repeating: bad, count: 64))
        #expect(found.rounds.map(\.candidates.count) == [64, 64, 64, 64])
        #expect(found.rounds.last?.splits == 0..<3)
        #expect(found.eliminated.count == 64)
        #expect(try run(Array(repeating: good, count: 6400)).rounds.count == 3 * 16)
    }

    /// Of random problems with difficulties of splits, and noise that a candidate has in common over the splits because the
    /// training sets overlap, the winner is eliminated at most as often as the level says.
    @Test(arguments: [5, 10], [0.05, 0.2]) func theWinnerStays(splits: Int, level: Double) throws {
        var generator = SeededGenerator(seed: UInt64(splits))
        var (lost, needed, problems) = (0, 0, 2000)
        for _ in 0..<problems {
            let difficulty = (0..<splits).map { _ in 0.05 * generator.nextNormal() }
            let table = (0..<20).map { _ in
                let quality = 0.8 + 0.03 * generator.nextNormal()
                let common = generator.nextNormal() * (1 / Double(splits - 1)).squareRoot()
                return difficulty.map { quality + $0 + 0.02 * (generator.nextNormal() + common) }
            }
            let sums = table.map { $0.reduce(0, +) }
            let winner = sums.indices.max { sums[$0] < sums[$1] } ?? 0
            let found = try run(table, level: level)
            if found.eliminated[winner] != nil { lost += 1 }
            needed += found.scores
        }
        #expect(Double(lost) / Double(problems) <= level)
        // Saves at least a tenth of the scores, or a quarter of ten.
        #expect(Double(needed) / Double(problems * 20 * splits) < (splits == 5 ? 0.9 : 0.75))
    }
}

extension SeededGenerator {
    /// A number of the standard normal distribution: the sum of twelve uniform ones.
    fileprivate mutating func nextNormal() -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + Double(next() >> 11) * 0x1p-53 }
    }
}
