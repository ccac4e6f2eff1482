import Dispatch
import TaskGraph

/// Runs `body` outside of Swift's cooperative pool, whose few threads all async functions of the process share.
///
/// - Parameter body: Receives a flag that is set when the calling task is cancelled.
func offPool<Value: Sendable>(
    _ body: @escaping @Sendable (CancellationFlag) throws -> Value
) async throws -> Value {
    let cancellation = CancellationFlag()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body(cancellation) }) }
        }
    } onCancel: {
        cancellation.cancel()
    }
}
