#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Lets other threads run.
func pause() {
    sched_yield()
}

/// Gives other threads time to proceed.
func rest() {
    usleep(2_000)
}
