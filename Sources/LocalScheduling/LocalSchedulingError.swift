/// What can go wrong with a scheduler itself, as opposed to the tasks it runs.
public enum LocalSchedulingError: Error, Equatable, Sendable {
    /// The system refused to start a thread, with this error number.
    case threadNotStarted(errorNumber: Int32)
}

extension LocalSchedulingError: CustomStringConvertible {
    /// What was refused, and what may help.
    public var description: String {
        switch self {
        case .threadNotStarted(let errorNumber):
            "the system refused to start a worker thread (error \(errorNumber)): expected room for one more thread "
                + "with a stack of \(OwnedThread.stackBytes >> 20) MiB; use fewer workers"
        }
    }
}
