import Dispatch
import Locking
import TaskGraph

/// Runs `body` outside of Swift's cooperative pool, whose few threads all async functions of the process share.
///
/// - Parameter body: Receives a flag that is set when the calling task is cancelled.
func offPool<Value: Sendable>(
    _ body: @escaping @Sendable (CancellationFlag) throws -> Value
) async throws -> Value {
    let cancellation = CancellationFlag()
    let handover = Handover()
    defer { handover.take() }
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                let result = Result { try body(cancellation) }
                handover.give()
                continuation.resume(with: result)
            }
        }
    } onCancel: {
        cancellation.cancel()
    }
}
