/// An error of the command line, besides the errors of the library and of the argument parser.
enum CommandError: Error, Equatable, CustomStringConvertible {
    /// A required setting was given neither by a flag nor in the specification.
    case missing(option: String, meaning: String)

    /// A text does not have the expected form.
    case malformed(at: TextPlace, found: String, expected: String)

    /// An unknown name; `advice` lists valid names.
    case unknownName(at: TextPlace, owner: String? = nil, what: String, name: String, advice: String)

    /// A well-formed text that the library rejects for the given reason.
    case refused(at: TextPlace, reason: String)

    /// A grid varies a parameter or a step twice.
    case variedTwice(at: TextPlace, name: String)

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
        case .malformed(let place, let found, let expected): "\(place): found \(found), expected \(expected)"
        case .unknownName(let place, let owner, let what, let name, let advice):
            "\(place): \(owner.map { "\($0) has" } ?? "there is") no \(what) '\(name)'; \(advice)"
        case .refused(let place, let reason): "\(place): \(reason)"
        case .variedTwice(let place, let name):
            "\(place): \(name) is varied twice; list all of its values in one place"
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

/// The location of a text that the user wrote: a flag or a position in a file, and a character in the text.
struct TextPlace: Equatable, CustomStringConvertible {
    /// The flag, or file, line and column.
    let source: String

    /// The position of the character in the text, from 1; nil for the whole text.
    var character: Int?

    /// Creates a location.
    init(_ source: String, character: Int? = nil) {
        self.source = source
        self.character = character
    }

    /// `--pipeline, character 20`.
    var description: String { character.map { "\(source), character \($0)" } ?? source }
}

/// A text that the user wrote, and its location.
struct PlacedText: Equatable {
    /// The text.
    let text: String

    /// The location of the text.
    let place: TextPlace
}
