import Dispatch
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What Ctrl-C (SIGINT) does while a command works.
///
/// While tasks run, the first cancels them, so that the run can end in order; the second, or one while none run,
/// ends the process at once. Before and after the work the signal does what it does by default.
final class Interruption: Sendable {
    private let cancelsTasks = Atomic<Bool>(false)

    private init() {}

    /// Does some work that is called `name` in the message of its interruption, and writes nothing.
    ///
    /// - Throws: what `work` throws, but ``CommandError/interrupted(_:)`` for a `CancellationError`.
    static func guarding<Value: Sendable>(
        _ name: String, _ work: @escaping @Sendable (Interruption) async throws -> Value
    ) async throws -> Value {
        let interruption = Interruption()
        let message = "interrupted: the \(name) was cancelled; nothing was written"
        let task = Task { try await work(interruption) }
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global(qos: .userInteractive))
        source.setEventHandler {
            if interruption.cancelsTasks.load(ordering: .relaxed), !task.isCancelled { return task.cancel() }
            Terminal.tell(message)
            _exit(ExitStatus.interrupted.rawValue)
        }
        source.resume()
        defer {
            source.cancel()
            signal(SIGINT, SIG_DFL)
        }
        do {
            return try await task.value
        } catch is CancellationError {
            throw CommandError.interrupted(message)
        }
    }

    /// Does the part of the work that is tasks, and ends soon after it is cancelled.
    func runningTasks<Value>(_ work: () async throws -> Value) async throws -> Value {
        cancelsTasks.store(true, ordering: .relaxed)
        defer { cancelsTasks.store(false, ordering: .relaxed) }
        return try await work()
    }
}
