/// An error of the command line, besides the errors of the library and of the argument parser.
enum CommandError: Error, Equatable, CustomStringConvertible {
    /// A required setting was given neither by a flag nor in the specification.
    case missing(option: String, meaning: String)

    /// Options that contradict each other.
    case conflict(String)

    /// An option that this version does not support yet.
    case unavailable(option: String, instead: String?)

    /// An output file cannot be written.
    case cannotWrite(path: String, reason: String)

    /// An input file cannot be read.
    case cannotRead(path: String, reason: String)

    /// A signal interrupted the command.
    case interrupted(String, by: Int32)

    /// The error message.
    var description: String {
        switch self {
        case .missing(let option, let meaning): "\(option) is missing: \(meaning)"
        case .conflict(let reason): reason
        case .unavailable(let option, let instead):
            "\(option) is not available in this version" + (instead.map { "; \($0)" } ?? "")
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
        case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)"
        case .interrupted(let message, _): message
        }
    }

    /// The exit status of the process.
    var status: ExitStatus {
        switch self {
        case .cannotWrite: .failed
        case .interrupted(_, let signal): .ended(by: signal)
        default: .wrongUsage
        }
    }
}
