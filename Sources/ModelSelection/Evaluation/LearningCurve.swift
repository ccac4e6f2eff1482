import Learning
import TaskGraph

/// Scores a pipeline that is fitted to more and more of the training rows, as scikit-learn's `learning_curve`.
///
/// ```swift
/// let curve = try await learningCurve(pipeline, digits, on: ThreadedScheduler())
/// for point in curve.points { print(point.text, point.scores["accuracy"]?.mean ?? .nan) }
/// ```
///
/// All sizes are planned as one graph, so they share the rows of the test sets and what sums over blocks of rows. Of each
/// split, the first training rows are taken, in the order of the data unless they are shuffled, which gives each size about
/// the same share of every class. Small sizes of rows that are sorted by class lack classes, as in scikit-learn without
/// shuffling.
///
/// - Parameters:
///   - pipeline: The pipeline.
///   - data: The rows and their targets.
///   - sizes: The numbers of training rows, or fractions of those of the first split, up to 1. Equal numbers are one
///     point, and the points ascend.
///   - seed: The seed to shuffle the training rows of each split by; nil for the order of the data.
///   - folds: The splitter; 5 folds by default, stratified for classification.
///   - scoring: The scorers; if empty, accuracy for classification and r2 for regression.
///   - groups: The group of each row, for splitters that keep groups together.
///   - scheduler: Runs the tasks.
///   - onEvent: Receives the events of the run.
/// - Throws: ``ModelSelectionError/invalidTrainingSize(found:rows:)``; the errors of
///   ``GridSearch/plan(_:groups:workers:)``; ``SearchError/everyCandidateFailed(count:first:)`` if no point has a score;
///   the errors of the scheduler; `CancellationError`.
public func learningCurve(
    _ pipeline: Pipeline, _ data: Dataset, sizes: [SplitSize] = [0.1, 0.325, 0.55, 0.775, 1.0],
    shuffledBy seed: UInt64? = nil, folds: (any Splitter)? = nil, scoring: [Scorer] = [],
    groups: Labels? = nil, on scheduler: any Scheduler, onEvent: SearchEvent.Handler? = nil
) async throws -> ScoreCurve {
    try await SearchOptions(folds: folds, scoring: scoring).learningCurve(
        pipeline, data, sizes: sizes, shuffledBy: seed, groups: groups, on: scheduler, onEvent: onEvent)
}

extension SearchOptions {
    /// Scores a pipeline that is fitted to more and more of the training rows; see
    /// ``learningCurve(_:_:sizes:shuffledBy:folds:scoring:groups:on:onEvent:)``.
    package func learningCurve(
        _ pipeline: Pipeline, _ data: Dataset, sizes: [SplitSize], shuffledBy seed: UInt64?, groups: Labels?,
        on scheduler: any Scheduler, onEvent: SearchEvent.Handler?
    ) async throws -> ScoreCurve {
        let base = splitter(for: data.target.problem)
        let (counts, splitCount) = try await offPool { _ in
            let splits = try base.splits(of: data.target, groups: groups)
            try Split.check(splits, rows: data.rowCount, weights: nil, of: base)
            let counts = try sizes.map { try $0.trainingRows(of: splits[0].train.count) }
            return (Set(counts).sorted(), splits.count)
        }
        guard !counts.isEmpty else {
            throw ModelSelectionError.invalidTrainingSize(found: "no size", rows: data.rowCount)
        }
        var options = self
        options.refit = .none
        options.trainScores = true
        options.store = nil
        options.racing = nil
        options.folds = TrainingSizeSplits(base: base, sizes: counts, seed: seed)
        let search = GridSearch(pipeline, options: options)
        let plan = try await offPool { cancellation in
            let context = PlanningContext { cancellation.isCancelled }
            return try Planner.plan(
                CandidateSpace(pipeline, ParameterGrid(), in: context), search.options, data, groups: groups,
                workers: scheduler.workers, in: context)
        }
        let scored = try await search.score(plan, on: scheduler, onEvent: onEvent)
        let result = scored.candidates[0]
        let points = counts.enumerated().map { place, count in
            let range = place * splitCount..<(place + 1) * splitCount
            func part(_ scores: SplitScores) -> SplitScores { SplitScores(Array(scores.splits[range])) }
            let failures = result.failures.filter { range.contains($0.split) }.map {
                SplitFailure(split: $0.split - range.lowerBound, failure: $0.failure)
            }
            return ScoreCurve.Point(
                value: .int(count), text: "\(count)", scores: result.scores.mapValues(part),
                trainScores: result.trainScores.mapValues(part),
                error: failures.description(splitCount: splitCount))
        }
        return try ScoreCurve("training_rows", points, of: scored, splitCount: splitCount)
    }
}

extension SplitSize {
    /// Returns the number of training rows that a point of a learning curve has of those of a split.
    ///
    /// Fractions are rounded down, but to at least one row, as in scikit-learn.
    fileprivate func trainingRows(of rows: Int) throws(ModelSelectionError) -> Int {
        switch self {
        case .share(let share) where share > 0 && share <= 1: return max(1, Int(share * Double(rows)))
        case .rows(let count) where count > 0 && count <= rows: return count
        default: throw .invalidTrainingSize(found: description, rows: rows)
        }
    }
}

/// A splitter whose splits have the first training rows of another one's: those of all splits for the first size, then
/// for the next.
struct TrainingSizeSplits: Splitter {
    let base: any Splitter

    /// The numbers of training rows.
    let sizes: [Int]

    /// The seed to shuffle the training rows by; nil for their order.
    let seed: UInt64?

    var description: String { "\(base)" }

    func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        let splits = try base.splits(rows: rows, target: target, groups: groups)
        let orders = splits.enumerated().map { number, split in
            guard let seed else { return split.train }
            var draw = RowDraw(of: target, seed: seed, split: number)
            return draw.ordered(split.train)
        }
        return sizes.flatMap { size in
            zip(splits, orders).map { Split(train: Array($1.prefix(size)), test: $0.test) }
        }
    }

    func splitCount(rows: Int) -> Int? { base.splitCount(rows: rows).map { $0 * sizes.count } }

    func warnings(rows: Int, target: Target, groups: Labels?) -> [String] {
        base.warnings(rows: rows, target: target, groups: groups)
    }

    static func == (left: TrainingSizeSplits, right: TrainingSizeSplits) -> Bool {
        AnyHashable(left.base) == AnyHashable(right.base) && left.sizes == right.sizes
            && left.seed == right.seed
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(AnyHashable(base))
        hasher.combine(sizes)
        hasher.combine(seed)
    }
}
