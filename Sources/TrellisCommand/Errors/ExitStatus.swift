#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the process ends with.
enum ExitStatus: Equatable {
    /// All was done.
    case done

    /// The work failed: every candidate did, or a file could not be written.
    case failed

    /// The command or its input is wrong.
    case wrongUsage

    /// A signal ended the work: 128 and its number, as shells have it; 130 after Ctrl-C.
    case ended(by: Int32)

    /// The number that other programs see.
    var number: Int32 {
        switch self {
        case .done: 0
        case .failed: 1
        case .wrongUsage: 2
        case .ended(let signal): 128 + (signal > 0 ? signal : SIGINT)
        }
    }

    /// Whether a signal ended the work.
    var isBySignal: Bool { if case .ended = self { true } else { false } }

    /// Ends the process.
    func endProcess() -> Never { exit(number) }
}
