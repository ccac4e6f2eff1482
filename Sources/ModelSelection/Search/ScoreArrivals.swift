import Learning
import Locking
import TaskGraph

/// The scores that a run has computed so far, by candidate.
///
/// Test scores are counted until a candidate has one for each split and scorer.
final class ScoreArrivals: Sendable {
    private let plan: SearchPlan

    /// The scorer that selects the best candidate.
    private let decisive: Int

    /// The places of the scores that each task computes.
    private let places: [TaskID: [Place]]

    /// The candidates that have some of their test scores: by scorer, and for each by split.
    private let partial = Lock<[Int32: Partial]>([:])

    /// The place of a score.
    struct Place {
        let candidate: Int32
        let split: Int32
        let scorer: Int32
        let isTrain: Bool
    }

    private struct Partial {
        var scores: [Double]
        var missing: Int
    }

    /// Creates the arrivals of a run that has not begun.
    ///
    /// - Parameter decisive: The name of the scorer that selects the best candidate.
    init(_ plan: SearchPlan, decisive: String) {
        self.plan = plan
        self.decisive = plan.scorers.firstIndex { $0.name == decisive } ?? 0
        var places: [TaskID: [Place]] = [:]
        plan.scores.forEachScore { candidate, split, scorer, isTrain, task in
            places[task, default: []].append(
                Place(
                    candidate: Int32(candidate), split: Int32(split), scorer: Int32(scorer), isTrain: isTrain)
            )
        }
        self.places = places
    }

    /// Returns the places of the scores that a task computes.
    func places(of task: TaskID) -> [Place] { places[task, default: []] }

    /// Adds the scores in the result of a task.
    ///
    /// - Returns: The candidates that thereby have all scores.
    func add(_ task: TaskID, _ value: any Sendable) -> [CandidateScore] {
        if let gathered = value as? GatheredScores {
            return zip(plan.scores.all, gathered.values).flatMap { add($0, $1) }
        }
        return places(of: task).filter { !$0.isTrain }.compactMap { place in
            guard case .success(let output) = plan.scores.score(of: Int(place.candidate), in: value) else {
                return nil
            }
            return add(output.score, at: place)
        }
    }

    private func add(_ score: Double, at place: Place) -> CandidateScore? {
        let (splits, scorers) = (plan.splitCount, plan.scorers)
        let complete: [Double]? = partial.withLock { partial in
            var candidate =
                partial[place.candidate]
                ?? Partial(
                    scores: Array(repeating: .nan, count: splits * scorers.count),
                    missing: splits * scorers.count)
            candidate.scores[Int(place.scorer) * splits + Int(place.split)] = score
            candidate.missing -= 1
            partial[place.candidate] = candidate.missing == 0 ? nil : candidate
            return candidate.missing == 0 ? candidate.scores : nil
        }
        guard let complete else { return nil }
        let scores = scorers.indices.map { SplitScores(Array(complete[$0 * splits..<($0 + 1) * splits])) }
        return CandidateScore(
            candidate: Int(place.candidate), parameters: plan.parameters(of: Int(place.candidate)),
            scores: Dictionary(zip(scorers.map(\.name), scores)) { first, _ in first },
            score: scores[decisive].mean)
    }
}
