/// What stands for the result of a task that failed, where results go from one process to another.
///
/// A piece of a graph that reads it computes all that does not depend on it, and passes it on for the rest.
public struct FailedTask: Equatable, Sendable {
    /// Why the task has no result.
    public let failure: TaskFailure

    /// The place in the run's order of the task that failed first; where a task depends on several that
    /// failed, it tells of the one with the least.
    public let urgency: Int

    /// Makes one from its parts.
    public init(failure: TaskFailure, urgency: Int) {
        self.failure = failure
        self.urgency = urgency
    }
}

extension FailedTask {
    static func encode(_ failed: FailedTask, into writer: inout ValueWriter) {
        writer.header.append(failed.failure)
        writer.header.append(failed.urgency)
    }

    static func decode(_ reader: inout ValueReader) throws -> FailedTask {
        FailedTask(failure: try reader.header.readFailure(), urgency: try reader.header.readInt())
    }
}

extension CanonicalEncoder {
    mutating func append(_ failure: TaskFailure) {
        append(failure.origin)
        append(failure.operation)
        append(failure.message)
    }
}

extension CanonicalDecoder {
    mutating func readFailure() throws(WireError) -> TaskFailure {
        TaskFailure(origin: try readKey(), operation: try readString(), message: try readString())
    }
}
