import Dispatch

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Runs work that the first Ctrl-C (SIGINT) cancels; the second ends the process at once.
///
/// Before and after, the signal does what it does by default.
func interruptible<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws
    -> Value
{
    let task = Task(operation: work)
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global(qos: .userInteractive))
    source.setEventHandler {
        if task.isCancelled { _exit(ExitStatus.interrupted.rawValue) }
        task.cancel()
    }
    source.resume()
    defer {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }
    return try await task.value
}
