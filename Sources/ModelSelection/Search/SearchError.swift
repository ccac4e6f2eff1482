import Learning
import TaskGraph

/// An error in a grid or a search, or a failure of all candidates.
public enum SearchError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The grid contains a step that the pipeline does not have.
    case unknownStep(name: String, known: [String])

    /// The grid contains a parameter without its step, or a step without estimators to swap in.
    case incompleteParameter(name: String, steps: [String])

    /// A key path does not refer to a parameter of the estimator.
    case notAParameter(step: String, known: [String])

    /// A key path's estimator type matches no step of the pipeline, or several.
    case stepNotUnique(kind: String, matching: [String])

    /// A parameter is varied twice.
    case variedTwice(name: String)

    /// A parameter is varied over no values.
    case emptyAxis(name: String)

    /// The number of candidates overflows.
    case gridTooLarge

    /// The plan would exceed the available memory.
    case tooLarge(candidates: Int, splits: Int, gigabytes: Int, available: Int)

    /// A scorer is listed twice.
    case scoredTwice(name: String)

    /// A custom scorer has the name of one in `Scorer.all`.
    case scorerNameTaken(name: String)

    /// A scorer for classification is used for regression, or the reverse.
    case scorerOfOtherProblem(name: String, problem: Problem)

    /// A scorer needs predictions that a model cannot make.
    case scorerRefused(name: String, step: String, reason: String)

    /// A custom scorer would ignore the weights of rows.
    case scorerIgnoresWeights(name: String)

    /// The scorer to refit by is not a scorer of the search.
    case unknownRefit(name: String, scorers: [String])

    /// The last step is a transformer, so its output cannot be scored.
    case lastStepTransforms(step: String)

    /// A feature is NaN or infinite.
    case notFinite(row: Int, column: String, value: Double)

    /// No candidate has a score.
    case everyCandidateFailed(count: Int, first: String)

    /// A candidate failed, in a search that ends at the first failure.
    case candidateFailed(parameters: String, failure: TaskFailure)

    /// The best candidate could not be fitted to all data.
    case refitFailed(parameters: String, failure: TaskFailure)

    /// The fitted model was requested from a search without refit.
    case notRefitted

    /// A human-readable description of the error.
    public var description: String {
        switch self {
        case .unknownStep(let name, let known):
            "the pipeline has no step '\(name)'; \(advice(for: name, among: known))"
        case .incompleteParameter(let name, let steps):
            "'\(name)' is not a parameter: add a step and a dot, as in '\(steps.last ?? "step").\(name)'"
        case .notAParameter(let step, let known):
            "the key path is not a parameter of \(step); its parameters are \(known.joined(separator: ", "))"
        case .stepNotUnique(let kind, let matching):
            matching.isEmpty
                ? "the pipeline has no step of kind \(kind)"
                : "several steps have the kind \(kind): \(matching.joined(separator: ", ")); pass the name of one"
        case .variedTwice(let name): "\(name) is varied twice"
        case .emptyAxis(let name): "\(name) is varied over no values"
        case .gridTooLarge: "the grid has more than \(Int32.max) candidates"
        case .tooLarge(let candidates, let splits, let gigabytes, let available):
            "the plan of \(candidates) candidates on \(splits) splits would need about \(gigabytes) GB of memory, but "
                + "\(available) GB are available; search fewer candidates or use fewer splits"
        case .scoredTwice(let name): "the scorer \(name) is listed twice"
        case .scorerNameTaken(let name):
            "the scorer \(name) has the name of a scorer of Trellis: rename it"
        case .scorerOfOtherProblem(let name, let task):
            task == .classification
                ? "\(name) scores numbers, but the target has classes"
                : "\(name) scores classes, but the target has numbers"
        case .scorerRefused(let name, let step, let reason): "\(name) cannot score \(step): \(reason)"
        case .scorerIgnoresWeights(let name):
            "the scorer \(name) does not use weights; give its function the parameter 'weights'"
        case .unknownRefit(let name, let scorers):
            "cannot refit by '\(name)', which is not a scorer of the search; \(advice(for: name, among: scorers))"
        case .lastStepTransforms(let step):
            "the last step, \(step), is a transformer; a search requires a classifier or a regressor there"
        case .notFinite(let row, let column, let value):
            "features must be finite, but column '\(column)' is \(value) in row \(row) (counted from 0)"
        case .everyCandidateFailed(let count, let first):
            count == 1
                ? "the candidate failed: \(first)" : "all \(count) candidates failed; the first: \(first)"
        case .candidateFailed(let parameters, let failure):
            "the candidate \(parameters) failed: \(failure.message)"
        case .refitFailed(let parameters, let failure):
            "the best candidate, \(parameters), could not be fitted to all data: \(failure.message)"
        case .notRefitted: "there is no fitted model, because refit is none"
        }
    }
}
