import Learning
import TaskGraph

/// What can be wrong with a grid, a search, or all of its candidates.
public enum SearchError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The grid names a step that the pipeline has not.
    case unknownStep(name: String, known: [String])

    /// The grid names a parameter without its step, or a step with nothing to put in its place.
    case incompleteParameter(name: String, steps: [String])

    /// A key path leads to something that is no parameter of the estimator.
    case notAParameter(step: String, known: [String])

    /// A key path's estimator is no step of the pipeline, or several are.
    case stepNotUnique(kind: String, matching: [String])

    /// A parameter is varied twice.
    case variedTwice(name: String)

    /// A parameter is varied over nothing.
    case emptyAxis(name: String)

    /// There are more candidates than can be counted.
    case gridTooLarge

    /// The plan alone would take more memory than there is.
    case tooLarge(candidates: Int, splits: Int, gigabytes: Int, available: Int)

    /// A scorer is named twice.
    case scoredTwice(name: String)

    /// A scorer of one's own has the name of one of `Scorer.all`.
    case scorerNameTaken(name: String)

    /// A scorer of classes is to score numbers, or the other way round.
    case scorerOfOtherProblem(name: String, problem: Problem)

    /// A scorer needs what a model cannot tell.
    case scorerRefused(name: String, step: String, reason: String)

    /// The scorer to refit by is not among those of the search.
    case unknownRefit(name: String, scorers: [String])

    /// The last step only transforms: there is nothing to score.
    case lastStepTransforms(step: String)

    /// A feature is NaN or infinite.
    case notFinite(row: Int, column: String, value: Double)

    /// No candidate has a score.
    case everyCandidateFailed(count: Int, first: String)

    /// A candidate failed, and failures were to end the search.
    case candidateFailed(parameters: String, failure: TaskFailure)

    /// The best candidate could not be fitted to all of the data.
    case refitFailed(parameters: String, failure: TaskFailure)

    /// The best pipeline was asked for, but the search was told to refit none.
    case notRefitted

    /// The message for people.
    public var description: String {
        switch self {
        case .unknownStep(let name, let known):
            "the pipeline has no step '\(name)'; its steps are \(known.joined(separator: ", "))"
        case .incompleteParameter(let name, let steps):
            "'\(name)' is no parameter: it needs a step before a dot, as in '\(steps.last ?? "step").\(name)'"
        case .notAParameter(let step, let known):
            "the key path leads to no parameter of \(step); it has \(known.joined(separator: ", "))"
        case .stepNotUnique(let kind, let matching):
            matching.isEmpty
                ? "the pipeline has no step of the kind \(kind)"
                : "several steps are of the kind \(kind): \(matching.joined(separator: ", ")); name one"
        case .variedTwice(let name): "\(name) is varied twice"
        case .emptyAxis(let name): "\(name) is varied over no values"
        case .gridTooLarge: "the grid has more than \(Int32.max) candidates"
        case .tooLarge(let candidates, let splits, let gigabytes, let available):
            "the plan of \(candidates) candidates on \(splits) splits would take about \(gigabytes) GB of memory, of "
                + "which \(available) GB can be had; search fewer candidates, or on fewer splits"
        case .scoredTwice(let name): "the scorer \(name) is named twice"
        case .scorerNameTaken(let name):
            "the scorer \(name) has the name of one of Trellis's own scorers: give it another"
        case .scorerOfOtherProblem(let name, let task):
            task == .classification
                ? "\(name) scores numbers, but the target is of classes"
                : "\(name) scores classes, but the target is of numbers"
        case .scorerRefused(let name, let step, let reason): "\(name) cannot score \(step): \(reason)"
        case .unknownRefit(let name, let scorers):
            "cannot refit by '\(name)': the scorers are \(scorers.joined(separator: ", "))"
        case .lastStepTransforms(let step):
            "the last step, \(step), only transforms; a search needs a classifier or a regressor there"
        case .notFinite(let row, let column, let value):
            "features must be finite, but column '\(column)' is \(value) in row \(row) (counted from 0)"
        case .everyCandidateFailed(let count, let first):
            count == 1
                ? "the candidate failed: \(first)" : "all \(count) candidates failed; the first: \(first)"
        case .candidateFailed(let parameters, let failure):
            "the candidate \(parameters) failed: \(failure.message)"
        case .refitFailed(let parameters, let failure):
            "the best candidate, \(parameters), could not be fitted to all of the data: \(failure.message)"
        case .notRefitted: "there is no fitted model: the search was told to refit none"
        }
    }
}
