import Dispatch
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Handles Ctrl-C (SIGINT), `kill` (SIGTERM) and a closed terminal (SIGHUP) while a command works.
///
/// While tasks run, the first signal cancels them, so that the run can shut down cleanly. A second signal, or one
/// while no tasks run, ends the process immediately. Before and after the work, signals have their default effect.
final class Interruption: Sendable {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    private let cancelsTasks = Atomic<Bool>(false)

    /// The first signal received; 0 if none was.
    private let received = Atomic<Int32>(0)

    private init() {}

    /// Runs work that writes no files, and handles signals meanwhile.
    ///
    /// - Parameters:
    ///   - name: The name of the work in the message about an interruption.
    ///   - work: The work.
    /// - Throws: The errors of `work`; ``CommandError/interrupted(_:by:)`` instead of a `CancellationError`.
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
                Terminal.log(message)
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

    /// Runs the part of the work that can be cancelled.
    func runningTasks<Value>(_ work: () async throws -> Value) async throws -> Value {
        cancelsTasks.store(true, ordering: .relaxed)
        defer { cancelsTasks.store(false, ordering: .relaxed) }
        return try await work()
    }
}
