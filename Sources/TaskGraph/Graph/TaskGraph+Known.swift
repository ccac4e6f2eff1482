// Tasks whose results are known elsewhere.

extension TaskGraph {
    /// Inserts a task whose result a session already has, or will have, by its key.
    ///
    /// A graph can thus read the result of another one without containing its tasks. If the session has no such result,
    /// the task fails.
    ///
    /// - Parameters:
    ///   - key: The key of the task.
    ///   - submission: The submission that holds the result; the graph keeps it.
    /// - Complexity: O(1) expected.
    public mutating func insert(known key: TaskKey, of submission: (any Submission)? = nil) -> TaskID {
        insert(key, applying: KnownResult(key: key, holder: submission))
    }

    /// Returns whether a task is a result that was computed before (see ``providing(_:)``).
    package func isKnown(_ task: TaskID) -> Bool { operation(of: task) is KnownValue }

    /// Returns the result of such a task.
    ///
    /// - Precondition: ``isKnown(_:)``.
    package func knownValue(of task: TaskID) -> any Sendable {
        guard let known = operation(of: task) as? KnownValue else {
            preconditionFailure("the result of task \(task.index) is not known")
        }
        return known.value
    }

    /// Returns the failure of a task that only refers to a result, for a session that does not have it; nil for others.
    package func unknownResult(_ task: TaskID) -> TaskFailure? {
        guard let result = operation(of: task) as? KnownResult else { return nil }
        return TaskFailure(of: task, in: self, throwing: UnknownResultError(key: result.key))
    }

    /// Returns whether a task refers to the result of a submission, which its session has.
    func isHeld(_ task: TaskID) -> Bool { (operation(of: task) as? KnownResult)?.holder != nil }

    /// Returns the graph in which some tasks are data sources with the given values, with the same keys and identifiers.
    ///
    /// - Complexity: Linear in the tasks and inputs.
    package func providing(_ values: [TaskID: any Sendable]) -> TaskGraph {
        guard !values.isEmpty else { return self }
        let costs = TaskCosts(of: self)
        var graph = TaskGraph()
        graph.reserveCapacity(tasks: count, inputs: inputIDs.count)
        for task in tasks {
            let key = key(of: task)
            if let value = values[task] {
                _ = graph.insert(
                    key, applying: KnownValue(key: key, value: value, shape: costs[task]))
            } else {
                let operation = graph.register(operation(of: task), digest: digest(of: operationID(of: task)))
                _ = inputIDs[inputRange(of: task.index)].withUnsafeBufferPointer {
                    graph.insert(key, operation, $0)
                }
            }
        }
        graph.keptTasks = keptTasks
        return graph
    }
}

extension TaskGraph {
    private mutating func insert(_ key: TaskKey, applying operation: any TaskOperation) -> TaskID {
        insert(key, register(operation), UnsafeBufferPointer(start: nil, count: 0))
    }
}

/// An operation that fails, because its result is not known.
private struct KnownResult: TaskOperation {
    let key: TaskKey
    let holder: (any Submission)?
    let name = "known-result"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(key) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        throw UnknownResultError(key: key)
    }
}

/// A result that was computed before.
package struct KnownValue: DataSource {
    let key: TaskKey
    package let value: any Sendable
    package let name = "known-value"

    /// The estimate of the task that computed the value, from which those of its readers follow.
    let shape: TaskEstimate

    package func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(key) }

    package func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        var estimate = shape
        (estimate.seconds, estimate.workBytes) = (0, 0)
        return estimate
    }
}

/// A task that refers to a result which the session does not have.
public struct UnknownResultError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The key of the task with the result.
    public let key: TaskKey

    /// `the session does not hold the result of task …`.
    public var description: String {
        "the session does not hold the result of task \(key); keep its submission, and use the same session"
    }
}
