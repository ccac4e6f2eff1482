internal import TaskGraph

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A thread that a run owns, outside Swift's cooperative pool.
///
/// Tasks compute for seconds or wait for files; on the cooperative pool they would hold up every other async
/// function of the process. And its threads have stacks of half a megabyte on some systems, which LAPACK can
/// exhaust.
struct OwnedThread {
    /// How much stack a thread gets.
    static let stackBytes = 8 << 20

    private let handle: pthread_t

    /// Starts a thread that runs `body`, to be joined or detached exactly once.
    init(_ body: @escaping @Sendable () -> Void) throws(LocalSchedulingError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackBytes)

        let argument = Unmanaged.passRetained(Body(run: body))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let errorNumber = pthread_create(&thread, &attributes, threadMain, argument.toOpaque())
        guard errorNumber == 0 else {
            argument.release()
            throw .threadNotStarted(errorNumber: errorNumber)
        }
        #if canImport(Darwin)
            guard let thread else { throw .threadNotStarted(errorNumber: errorNumber) }
        #endif
        handle = thread
    }

    /// Waits for the thread's end.
    ///
    /// Blocks: not for async functions.
    func join() {
        pthread_join(handle, nil)
    }

    /// Lets the thread's memory go by itself when it ends.
    func detach() {
        pthread_detach(handle)
    }

    /// Runs `body` on an owned thread and waits for it without blocking the caller's.
    ///
    /// - Parameter body: gets a flag that is raised when the calling task is cancelled.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable (CancellationFlag) throws -> Value
    ) async throws -> Value {
        let cancellation = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                do {
                    try OwnedThread { continuation.resume(with: Result { try body(cancellation) }) }.detach()
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }
}

/// What a new thread is to run, boxed to pass through C.
private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

#if canImport(Darwin)
    private func threadMain(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }
#else
    private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
    }
#endif
