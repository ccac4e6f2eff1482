#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The time of day, which is what clocks on several machines have in common.
enum WallClock {
    /// Seconds since 1970 began.
    static var secondsSince1970: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
