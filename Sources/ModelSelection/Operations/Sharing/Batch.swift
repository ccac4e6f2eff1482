/// A task's results for several candidates: a value or an error for each.
struct Batch<Value: Sendable>: Sendable {
    let entries: [Result<Value, SharedFailure>]

    init(_ entries: [Result<Value, any Error>]) {
        self.entries = entries.map { $0.mapError(SharedFailure.init) }
    }

    init(_ entries: [Result<Value, SharedFailure>]) { self.entries = entries }
}
