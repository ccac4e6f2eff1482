#if SANITIZE_THREAD
    import Glibc

    /// A value behind a POSIX mutex, which the thread sanitizer sees; on Linux it does not see the library's `Mutex`.
    ///
    /// `@unchecked Sendable`: the value is used only while the mutex is locked, and the pointer never changes.
    final class Lock<Value>: @unchecked Sendable {
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private var value: Value

        init(_ value: Value) {
            self.value = value
            pthread_mutex_init(mutex, nil)
        }

        deinit {
            pthread_mutex_destroy(mutex)
            mutex.deallocate()
        }

        func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            return try body(&value)
        }
    }
#else
    import Synchronization

    /// A value behind a lock.
    typealias Lock = Mutex
#endif
