/// An error of a scheduler itself, rather than of a task.
public enum LocalSchedulingError: Error, Equatable, Sendable {
    /// The system failed to create a thread, with the given error number.
    case threadNotStarted(errorNumber: Int32)
}

extension LocalSchedulingError: CustomStringConvertible {
    /// The error message.
    public var description: String {
        switch self {
        case .threadNotStarted(let errorNumber):
            "cannot create a worker thread with a stack of \(OwnedThread.stackBytes >> 20) MiB "
                + "(error \(errorNumber)); use fewer workers"
        }
    }
}
