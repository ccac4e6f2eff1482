import DaskCluster
import Trellis

/// An error as the user sees it: its message and the exit status.
struct FailureReport {
    /// The message, prefixed with `error:` unless the user interrupted the command.
    let text: String

    /// The exit status of the process.
    let status: ExitStatus

    /// Classifies an error as wrong input or failed work.
    init(_ error: any Error) {
        let message = "\(error)"
        switch error {
        case let error as CommandError: status = error.status
        case is TextError: status = .wrongUsage
        case is CancellationError: status = .ended(by: 0)
        case is TabularError, is LearningError, is ModelSelectionError: status = .wrongUsage
        case let error as SearchError: status = error.isRunFailure ? .failed : .wrongUsage
        case let error as ModelFileError:
            if case .cannotWrite = error { status = .failed } else { status = .wrongUsage }
        case let error as StudyError:
            if case .cannotWrite = error { status = .failed } else { status = .wrongUsage }
        case is StrategyError, is ChunkedFitError: status = .wrongUsage
        case let error as ChunkedTableError:
            switch error {
            case .taskFailed, .spill, .cannotWrite: status = .failed
            default: status = .wrongUsage
            }
        case DaskClusterError.notAScheduler, DaskClusterError.malformedAddress: status = .wrongUsage
        default: status = .failed
        }
        text = status.isBySignal ? message : "error: \(message)"
    }
}

extension SearchError {
    /// Whether the search was valid but did not succeed.
    fileprivate var isRunFailure: Bool {
        switch self {
        case .everyCandidateFailed, .candidateFailed, .stoppedEarly, .refitFailed, .notRefitted,
            .predictionFailed:
            true
        default: false
        }
    }
}
