#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The system's steady clock.
///
/// The standard library's `ContinuousClock` is the same with 128-bit arithmetic on top, which shows where
/// tasks take a tenth of a microsecond.
enum MonotonicClock {
    /// Nanoseconds since some fixed moment.
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000
            &+ UInt64(truncatingIfNeeded: time.tv_nsec)
    }
}
