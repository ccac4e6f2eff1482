import Learning
import LinearAlgebra
import Machine
import TaskGraph

/// How a search evaluates candidates, and what it does with the best one.
public struct SearchOptions: Sendable {
    /// The cross-validation splitter; nil for 5 folds, stratified for classification.
    public var folds: (any Splitter)?

    /// The scorers; if empty, accuracy for classification and r2 for regression.
    public var scoring: [Scorer]

    /// How the best candidate is selected, and whether it is refitted.
    public var refit: Refit

    /// Whether to score the training rows as well.
    public var trainScores: Bool

    /// How to handle a candidate that fails.
    public var errorScore: ErrorScore

    /// Whether tasks common to several candidates are merged.
    ///
    /// Disable it only for measurements.
    public var merging: Bool

    /// Whether mathematically equal computations are shared, based on the sharing traits of the steps.
    ///
    /// Disable it for measurements, or to fit each candidate separately.
    ///
    /// Defaults to true; requires ``merging``. Scores are the same to rounding if the algebra is exact, and to the
    /// solver's tolerance for iterative solvers.
    public var sharing: Bool

    /// The number of bytes that all tasks together may use in addition to the data and the models, for kernel matrices
    /// and other large data structures.
    ///
    /// Defaults to an eighth of the machine's memory. It determines which intermediate results are stored and which are
    /// recomputed.
    public var memoryBudget: Int

    /// Which candidate is selected by its mean scores: the best one by default.
    public var choice = Choice.best

    /// How the search stops to evaluate candidates that cannot win any more; nil, the default, to evaluate every candidate
    /// on all splits.
    public var racing: Racing?

    /// The kinds of predictions that are outputs of the plan themselves, as far as a last step predicts them; nil if
    /// only scores are.
    var predictions: PredictionKinds?

    /// How the best candidate is selected, and whether it is refitted to all data.
    public enum Refit: Sendable, Equatable {
        /// Refit the best candidate by the first scorer.
        case first
        /// Refit the best candidate by the scorer with this name.
        case by(String)
        /// Do not refit. The best candidate by the first scorer is reported.
        case none
    }

    /// How to handle a candidate with a failed fit or score.
    public enum ErrorScore: String, Sendable, CaseIterable {
        /// Set the score of that split to NaN, and rank the candidate last.
        case nan
        /// End the search with ``SearchError/candidateFailed(parameters:failure:)``. The remaining tasks do not run.
        case raise
    }

    /// Keeps the scores of candidates, and knows those of earlier searches; nil for none.
    public var store: (any ScoreStore)?

    /// Creates options, with scikit-learn's defaults.
    public init(
        folds: (any Splitter)? = nil, scoring: [Scorer] = [], refit: Refit = .first,
        trainScores: Bool = false,
        errorScore: ErrorScore = .nan, merging: Bool = true, sharing: Bool = true,
        memoryBudget: Int = SearchOptions.defaultMemoryBudget, store: (any ScoreStore)? = nil
    ) {
        self.folds = folds
        self.scoring = scoring
        self.refit = refit
        self.trainScores = trainScores
        self.errorScore = errorScore
        self.merging = merging
        self.sharing = sharing
        self.memoryBudget = memoryBudget
        self.store = store
    }

    /// Returns the scorers for a problem.
    func scorers(for problem: Problem) -> [Scorer] {
        scoring.isEmpty ? [.standard(for: problem)] : scoring
    }

    /// Returns the splitter for a problem.
    func splitter(for problem: Problem) -> any Splitter {
        folds ?? (problem == .classification ? StratifiedKFold(5) : KFold(5))
    }

    /// Returns the scorer that selects the best candidate.
    func bestScorer(among scorers: [Scorer]) throws -> Scorer {
        guard case .by(let name) = refit else { return scorers[0] }
        guard let scorer = scorers.first(where: { $0.name == name }) else {
            throw SearchError.unknownRefit(name: name, scorers: scorers.map(\.name))
        }
        return scorer
    }
}
