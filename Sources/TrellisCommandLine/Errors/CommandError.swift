/// An error of the command line, besides the errors of the library and of the argument parser.
enum CommandError: Error, Equatable, CustomStringConvertible {
    /// A required setting was given neither by a flag nor in the specification.
    case missing(option: String, meaning: String)

    /// Options that contradict each other.
    case conflict(String)

    /// An output file cannot be written.
    case cannotWrite(path: String, reason: String)

    /// An input file cannot be read.
    case cannotRead(path: String, reason: String)

    /// The dashboard cannot listen on its address.
    case cannotListen(address: String, reason: String)

    /// Graphviz is not installed.
    case graphvizMissing

    /// Graphviz could not draw a graph.
    case graphvizFailed(reason: String)

    /// A signal interrupted the command.
    case interrupted(String, by: Int32)

    /// The error message.
    var description: String {
        switch self {
        case .missing(let option, let meaning): "\(option) is missing: \(meaning)"
        case .conflict(let reason): reason
        case .cannotListen(let address, let reason):
            "--dashboard: cannot listen on \(address) (\(reason)); choose another port, or 0 for any that is free"
        case .graphvizMissing:
            "--svg needs the program 'dot' of Graphviz; install it (Debian: apt install graphviz), or write the graph "
                + "with --dot"
        case .graphvizFailed(let reason): "--svg: the program 'dot' of Graphviz failed: \(reason)"
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
        case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)"
        case .interrupted(let message, _): message
        }
    }

    /// The exit status of the process.
    var status: ExitStatus {
        switch self {
        case .cannotWrite, .cannotListen, .graphvizMissing, .graphvizFailed: .failed
        case .interrupted(_, let signal): .ended(by: signal)
        default: .wrongUsage
        }
    }
}
