import Dispatch
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What Ctrl-C (SIGINT), `kill` (SIGTERM) and a closed terminal (SIGHUP) do while a command works.
///
/// While tasks run, the first signal cancels them, so that the run can end in order; the second, or one while none run,
/// ends the process at once. Before and after the work signals do what they do by default.
final class Interruption: Sendable {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    private let cancelsTasks = Atomic<Bool>(false)

    /// The signal that came first; 0 before one has.
    private let received = Atomic<Int32>(0)

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
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                _ = interruption.received.compareExchange(
                    expected: 0, desired: number, ordering: .relaxed)
                if interruption.cancelsTasks.load(ordering: .relaxed), !task.isCancelled {
                    return task.cancel()
                }
                Terminal.tell(message)
                _exit(128 + number)
            }
            source.resume()
            return source
        }
        defer {
            sources.forEach { $0.cancel() }
            signals.forEach { signal($0, SIG_DFL) }
        }
        do {
            return try await task.value
        } catch is CancellationError {
            throw CommandError.interrupted(message, by: interruption.received.load(ordering: .relaxed))
        }
    }

    /// Does the part of the work that is tasks, and ends soon after it is cancelled.
    func runningTasks<Value>(_ work: () async throws -> Value) async throws -> Value {
        cancelsTasks.store(true, ordering: .relaxed)
        defer { cancelsTasks.store(false, ordering: .relaxed) }
        return try await work()
    }
}
