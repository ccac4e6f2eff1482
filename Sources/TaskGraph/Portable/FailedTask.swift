/// The placeholder for the result of a failed task, in transfers between processes.
///
/// A piece of a graph that reads it computes everything that does not depend on it, and returns it for the rest.
package struct FailedTask: Equatable, Sendable {
    /// The reason why the task has no result.
    package let failure: TaskFailure

    /// The position in the run order of the task that threw.
    ///
    /// A task that depends on several failed tasks reports the one with the lowest position.
    package let urgency: Int

    /// Creates a failed task from its parts.
    package init(failure: TaskFailure, urgency: Int) {
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
