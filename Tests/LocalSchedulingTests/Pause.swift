#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Lets other threads run.
func pause() {
    sched_yield()
}
