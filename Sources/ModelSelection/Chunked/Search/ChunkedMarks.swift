import Learning
import TaskGraph

/// The scores of candidates on every split, and the failures.
struct ChunkedMarks {
    private let splits: Int
    private let scorers: [Scorer]
    private var test: [[Double]]
    private var train: [[Double]]
    private var hasTrain = false

    /// The first failure of each candidate on each split.
    private var failures: [Int: TaskFailure] = [:]

    /// Creates marks without scores; a *place* is the index of a candidate times the number of splits, plus that of a split.
    init(candidates: Int, splits: Int, scorers: [Scorer]) {
        (self.splits, self.scorers) = (splits, scorers)
        test = scorers.map { _ in [Double](repeating: .nan, count: candidates * splits) }
        train = test
    }

    /// Records that a pipeline could not be fitted or scored.
    mutating func fail(_ place: Int, _ failure: TaskFailure, isTrain: Bool) {
        if isTrain { hasTrain = true }
        if failures[place] == nil { failures[place] = failure }
    }

    /// Records the scores of the predictions for the rows of a split.
    mutating func add(
        _ place: Int, _ summary: Result<ScoreSummary, TaskFailure>, classes: [String], isTrain: Bool
    ) {
        if isTrain { hasTrain = true }
        for (index, scorer) in scorers.enumerated() {
            do {
                let score = try summary.get().score(by: scorer, classes: classes)
                if isTrain { train[index][place] = score } else { test[index][place] = score }
            } catch let failure as TaskFailure {
                fail(place, failure, isTrain: isTrain)
            } catch {
                fail(place, TaskFailure(of: "score-\(scorer.name)", throwing: error), isTrain: isTrain)
            }
        }
    }

    /// Returns the result of a candidate.
    func result(
        of candidate: Int, _ parameters: ParameterAssignment, _ pipeline: Pipeline, decisive: String,
        warnings: some Sequence<String>, fitSeconds: Double, scoreSeconds: Double
    ) -> CandidateResult {
        let places = candidate * splits..<(candidate + 1) * splits
        func scores(_ values: [[Double]]) -> [String: SplitScores] {
            Dictionary(
                uniqueKeysWithValues: zip(scorers, values).map { ($0.name, SplitScores(Array($1[places]))) })
        }
        let own = places.compactMap { place in
            failures[place].map { SplitFailure(split: place - places.lowerBound, failure: $0) }
        }
        var distinct: [String] = []
        for warning in warnings where !distinct.contains(warning) { distinct.append(warning) }
        return CandidateResult(
            index: candidate, parameters: parameters, pipeline: pipeline, scores: scores(test),
            trainScores: hasTrain ? scores(train) : [:], fitSeconds: fitSeconds, fitSecondsAlone: .nan,
            scoreSeconds: scoreSeconds, failures: own, error: own.description(splitCount: splits),
            warnings: distinct, scorer: decisive)
    }
}
