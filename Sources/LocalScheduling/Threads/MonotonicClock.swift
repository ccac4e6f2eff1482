#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The monotonic clock of the system.
///
/// The standard library's `ContinuousClock` adds 128-bit arithmetic, whose cost is noticeable if tasks take a tenth
/// of a microsecond.
enum MonotonicClock {
    /// The nanoseconds since an arbitrary fixed time.
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000
            &+ UInt64(truncatingIfNeeded: time.tv_nsec)
    }
}
