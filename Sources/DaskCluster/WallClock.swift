#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The system time, which is comparable between machines.
enum WallClock {
    /// The seconds since 1 January 1970 (UTC).
    static var secondsSince1970: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
