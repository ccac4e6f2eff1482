public import TaskGraph

/// A value that a ``Client`` computes in the background.
///
/// The result is kept as long as somebody refers to the future, or to a computation that reads it. If nobody does any
/// more, a computation that has not started is cancelled.
public final class Future<Value: Sendable>: Sendable {
    /// The key of the computation: equal for equal calls of named functions.
    public let key: TaskKey

    private let submission: any Submission
    private let task: TaskID

    init(_ submission: any Submission, _ key: TaskKey, _ task: TaskID) {
        (self.submission, self.key, self.task) = (submission, key, task)
    }

    /// The value, once it is there.
    ///
    /// - Throws: `TaskFailure`, which names the function that threw, here or in an argument; `CancellationError` if the
    ///   computation was cancelled.
    public var value: Value {
        get async throws { try await submission.result().value(of: task) }
    }

    /// Cancels the computation, unless others need it.
    public func cancel() { submission.cancel() }

    /// The value as an argument of further computations, which start when it is there.
    public var delayed: Delayed<Value> {
        Delayed(DelayedNode(.known(key, of: submission)))
    }
}

extension Delayed {
    /// The value of a future, as an argument of further computations of its client.
    public init(_ future: Future<Value>) { self = future.delayed }
}

/// Returns the futures in the order in which they end, with a value or an error.
///
/// - Complexity: O(1) for each future.
public func asCompleted<Value: Sendable>(
    _ futures: some Sequence<Future<Value>>
) -> AsyncStream<Future<Value>> {
    let futures = Array(futures)
    return AsyncStream { continuation in
        let waiting = Task {
            await withTaskGroup(of: Void.self) { group in
                for future in futures {
                    group.addTask {
                        _ = try? await future.value
                        continuation.yield(future)
                    }
                }
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in waiting.cancel() }
    }
}
