#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A thread that is owned by a session, outside Swift's cooperative thread pool.
///
/// Tasks may compute for seconds or wait for files, and would block the other async functions of the process if they
/// ran on the cooperative pool. On some systems, threads of the pool have stacks of 512 KiB, which LAPACK can exceed.
struct OwnedThread {
    /// The stack size of a thread, in bytes.
    static let stackBytes = 8 << 20

    private let handle: pthread_t

    /// Starts a thread that runs `body`; the thread must be detached exactly once.
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

    /// Suspends the current thread.
    static func sleep(milliseconds: Int) { usleep(UInt32(milliseconds * 1000)) }

    /// Lets the system free the resources of the thread when it finishes.
    func detach() {
        pthread_detach(handle)
    }
}

/// The body of a new thread, boxed to pass it through C.
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
