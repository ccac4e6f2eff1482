#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The exit status of the process.
enum ExitStatus: Equatable {
    /// Success.
    case done

    /// The work failed: for example, every candidate failed or a file could not be written.
    case failed

    /// The command or its input is wrong.
    case wrongUsage

    /// A signal interrupted the work: 128 plus its number, as in shells; 130 after Ctrl-C.
    case ended(by: Int32)

    /// The numeric exit code.
    var number: Int32 {
        switch self {
        case .done: 0
        case .failed: 1
        case .wrongUsage: 2
        case .ended(let signal): 128 + (signal > 0 ? signal : SIGINT)
        }
    }

    /// Whether a signal interrupted the work.
    var isBySignal: Bool { if case .ended = self { true } else { false } }

    /// Ends the process.
    func endProcess() -> Never { exit(number) }
}
