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

    /// The search was stopped before a candidate was scored on every split.
    case stoppedEarly

    /// A distribution of values is searched exhaustively.
    case distributionInGrid(name: String)

    /// A search by a strategy has several grids.
    case severalGrids

    /// The resource of a search is not an integer parameter of the pipeline.
    case resourceNotFound(name: String)

    /// A candidate failed, in a search that ends at the first failure.
    case candidateFailed(parameters: String, failure: TaskFailure)

    /// The grid of a validation curve does not vary one parameter.
    case notOneParameter(found: [String])

    /// The rows of a split could not be predicted.
    case predictionFailed(split: Int, failure: TaskFailure)

    /// The model does not predict what was requested.
    case notPredicted(kinds: PredictionKinds, step: String, advice: String?)

    /// The models of a split know too few classes for decision values that can be compared with those of other splits.
    case tooFewClasses(split: Int, found: Int, classes: Int)

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
        case .stoppedEarly: "the search was stopped before a candidate was scored on every split"
        case .distributionInGrid(let name):
            "\(name) has a distribution, but a grid search needs a list of values; use a random search, such as --search random:50"
        case .severalGrids: "a search by a strategy has one grid, not several joined by +"
        case .resourceNotFound(let name):
            "the resource '\(name)' is not an integer parameter of the pipeline; expected STEP.PARAMETER"
        case .candidateFailed(let parameters, let failure):
            "the candidate \(parameters) failed: \(failure.message)"
        case .notOneParameter(let found):
            "a validation curve varies one parameter, but the grid varies "
                + (found.isEmpty ? "none" : found.joined(separator: ", "))
        case .predictionFailed(let split, let failure):
            "split \(split) (counted from 0) could not be predicted: \(failure.message)"
        case .notPredicted(let kinds, let step, let advice):
            "\(step) does not predict \(kinds)" + (advice.map { "; \($0)" } ?? "")
        case .tooFewClasses(let split, let found, let classes):
            "the training rows of split \(split) (counted from 0) have \(found) of the \(classes) classes, too few for "
                + "decision values; use stratified folds"
        case .refitFailed(let parameters, let failure):
            "the best candidate, \(parameters), could not be fitted to all data: \(failure.message)"
        case .notRefitted: "there is no fitted model, because refit is none"
        }
    }
}
