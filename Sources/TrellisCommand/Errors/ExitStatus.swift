#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the process ends with.
enum ExitStatus: Int32 {
    /// All was done.
    case done = 0

    /// The work failed: every candidate did, or a file could not be written.
    case failed = 1

    /// The command or its input is wrong.
    case wrongUsage = 2

    /// The user interrupted the work (128 + SIGINT, as shells have it).
    case interrupted = 130

    /// Ends the process.
    func endProcess() -> Never { exit(rawValue) }
}
