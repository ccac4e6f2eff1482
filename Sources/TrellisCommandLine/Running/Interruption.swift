import Dispatch
import Foundation
import Synchronization
import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Handles Ctrl-C (SIGINT), `kill` (SIGTERM) and a closed terminal (SIGHUP) while a command works.
///
/// While tasks run, the first signal ends a search that can be stopped, which then returns the results so far, and cancels
/// other tasks; so does a second signal. One more, or one while no tasks run, ends the process immediately. Before and after
/// the work, signals have their default effect.
final class Interruption: Sendable {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    private let cancelsTasks = Atomic<Bool>(false)

    /// The search that the first signal stops.
    private let stop = Mutex<SearchStop?>(nil)

    /// The first signal received; 0 if none was.
    private let received = Atomic<Int32>(0)

    private init() {}

    /// The signal that stopped the work, for the exit status; nil if none did.
    var firstSignal: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

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
            setSignal(number, ignored: true)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                _ = interruption.received.compareExchange(
                    expected: 0, desired: number, ordering: .relaxed)
                if interruption.cancelsTasks.load(ordering: .relaxed), !task.isCancelled {
                    if let stop = interruption.takeStop() {
                        Terminal.log(
                            "interrupted: ending with the best so far; interrupt again to end without results"
                        )
                        return stop.stop()
                    }
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
            signals.forEach { setSignal($0, ignored: false) }
        }
        do {
            return try await task.value
        } catch is CancellationError {
            throw CommandError.interrupted(message, by: interruption.received.load(ordering: .relaxed))
        }
    }

    /// Waits for Ctrl-C or a similar signal, which then has no other effect.
    ///
    /// Signal handlers write to a pipe: dispatch sources miss signals for which the process had other sources before.
    ///
    /// - Parameter message: What to print once signals are handled.
    static func signal(_ message: String) async {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        let reading = ends[0]
        pipeOfSignals = ends[1]
        for number in signals { handle(number) }
        Terminal.log(message)
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            Thread.detachNewThread {
                var byte: UInt8 = 0
                while read(reading, &byte, 1) < 0, errno == EINTR {}
                continuation.resume()
            }
        }
        signals.forEach { setSignal($0, ignored: false) }
    }

    /// Lets a signal write to the pipe; `write` is one of the few functions that a signal handler may call.
    private static func handle(_ number: Int32) {
        #if canImport(Darwin)
            _ = Darwin.signal(number) { _ in _ = Darwin.write(pipeOfSignals, "x", 1) }
        #else
            _ = Glibc.signal(number) { _ in _ = Glibc.write(pipeOfSignals, "x", 1) }
        #endif
    }

    private static func setSignal(_ number: Int32, ignored: Bool) {
        #if canImport(Darwin)
            _ = Darwin.signal(number, ignored ? SIG_IGN : SIG_DFL)
        #else
            _ = Glibc.signal(number, ignored ? SIG_IGN : SIG_DFL)
        #endif
    }

    private func takeStop() -> SearchStop? {
        stop.withLock { stop in
            defer { stop = nil }
            return stop
        }
    }

    /// Runs the part of the work that can be cancelled, or stopped.
    func runningTasks<Value>(
        stoppedBy stop: SearchStop? = nil, _ work: () async throws -> Value
    ) async throws -> Value {
        self.stop.withLock { $0 = stop }
        cancelsTasks.store(true, ordering: .relaxed)
        defer { cancelsTasks.store(false, ordering: .relaxed) }
        return try await work()
    }
}

/// The end of the pipe that signal handlers write to, set before there are any.
nonisolated(unsafe) private var pipeOfSignals: Int32 = -1
