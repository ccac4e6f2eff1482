import Strategies

/// A race between the candidates of a plan: which of them are scored on which splits next.
///
/// # Policy
///
/// Candidates that one task fits form a *team*, which stays in the race as long as one of them may win. Teams run in
/// *heats*, one after another, so that a search that is stopped has some candidates with all scores. In a heat, all teams
/// are scored on the first splits, and the remaining ones on one split after another. Each *round* ends with a comparison
/// with the candidate that has the best mean on the splits so far: of the heat, or the winner of the heats before.
///
/// The race runs nothing, and depends only on the scores, so it is the same on every scheduler.
struct Race {
    /// The candidates to score next, and on which splits.
    struct Round: Equatable {
        let candidates: [Int]
        let splits: Range<Int>
    }

    /// The number of splits after which each candidate was eliminated.
    private(set) var eliminated: [Int: Int] = [:]

    private let test: RacingTest
    private let splitCount: Int
    private let teams: [[Int]]

    /// The least number of teams of a heat.
    private static let smallestHeat = 64

    /// The maximum number of heats; each needs a pass over the graph for each round.
    private static let mostHeats = 16

    private let heatSize: Int

    /// The number of teams that have started.
    private var started = 0

    /// The teams of the current heat that are still in the race.
    private var running: [Int] = []

    /// The number of splits on which they are scored.
    private var scored = 0

    /// The scores of the candidates of the current heat, by candidate.
    private var scores: [Int: [Double]] = [:]

    /// The scores of the best candidate with all of them.
    private var winner: [Double]?

    /// Creates a race.
    ///
    /// - Parameters:
    ///   - teams: The candidates, of which those of a team stay together.
    ///   - splitCount: The number of splits.
    ///   - test: The test by which candidates are eliminated.
    ///   - rival: The scores of a candidate on all splits that does not take part; nil for none.
    init(_ teams: [[Int]], splitCount: Int, test: RacingTest, rival: [Double]? = nil) {
        (self.teams, self.splitCount, self.test) = (teams, splitCount, test)
        winner = rival
        heatSize = max(Self.smallestHeat, (teams.count + Self.mostHeats - 1) / Self.mostHeats)
    }

    /// Returns the next round; nil if the race is over.
    mutating func next() -> Round? {
        if running.isEmpty || scored == splitCount {
            guard started < teams.count else { return nil }
            running = Array(started..<min(started + heatSize, teams.count))
            started += running.count
            (scored, scores) = (0, [:])
        }
        return Round(
            candidates: running.flatMap { teams[$0] },
            splits: scored..<(scored == 0 ? min(splitCount, test.minSplits) : scored + 1))
    }

    /// Records the scores of a round, and eliminates candidates.
    ///
    /// - Parameter score: Returns the score of a candidate on a split; NaN if it failed.
    mutating func finish(_ round: Round, score: (_ candidate: Int, _ split: Int) -> Double) {
        for candidate in round.candidates {
            scores[candidate, default: []] += round.splits.map { score(candidate, $0) }
        }
        scored = round.splits.upperBound
        guard let leader = leader(among: round.candidates) else { return }
        if scored == splitCount {
            winner = leader
            return
        }
        for team in running {
            let loses = teams[team].allSatisfy {
                test.eliminates(scores[$0, default: []], best: leader, of: splitCount)
            }
            if loses { for candidate in teams[team] { eliminated[candidate] = scored } }
        }
        running.removeAll { eliminated[teams[$0][0]] != nil }
    }

    /// Returns the scores of the candidate with the best mean on the splits so far, the earliest of equals; nil if all
    /// failed.
    private func leader(among candidates: [Int]) -> [Double]? {
        func sum(_ scores: [Double]) -> Double { scores.prefix(scored).reduce(0, +) }
        var leader = winner.flatMap { sum($0).isNaN ? nil : $0 }
        for own in candidates.lazy.map({ scores[$0, default: []] }) where !sum(own).isNaN {
            if leader.map({ sum(own) > sum($0) }) ?? true { leader = own }
        }
        return leader
    }
}
