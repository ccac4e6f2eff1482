import DaskCluster
import Trellis

/// An error as the user sees it: its text, and the status that the process ends with.
struct FailureReport {
    /// The message, with `error:` before it unless the user asked for the end.
    let text: String

    /// What the process ends with.
    let status: ExitStatus

    /// Sorts an error out: input that is wrong from work that failed.
    init(_ error: any Error) {
        let message = "\(error)"
        switch error {
        case let error as CommandError: status = error.status
        case is CancellationError: status = .ended(by: 0)
        case is TabularError, is LearningError, is ModelSelectionError: status = .wrongUsage
        case let error as SearchError: status = error.isOfTheWork ? .failed : .wrongUsage
        case let error as ModelFileError:
            if case .cannotWrite = error { status = .failed } else { status = .wrongUsage }
        case DaskClusterError.notAScheduler, DaskClusterError.malformedAddress: status = .wrongUsage
        default: status = .failed
        }
        text = status.isBySignal ? message : "error: \(message)"
    }
}

extension SearchError {
    /// Whether the search was in order, but did not succeed.
    fileprivate var isOfTheWork: Bool {
        switch self {
        case .everyCandidateFailed, .candidateFailed, .refitFailed, .notRefitted, .wrongInput: true
        default: false
        }
    }
}
