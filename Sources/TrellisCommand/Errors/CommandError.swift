/// What can be wrong with the command, besides what the library and the argument parser find.
enum CommandError: Error, Equatable, CustomStringConvertible {
    /// Something that has no default was given neither by a flag nor in a file.
    case missing(option: String, meaning: String)

    /// Text that does not have the form it should have.
    case malformed(at: TextPlace, found: String, expected: String)

    /// A name that is not known where it stands, or not to its owner; `advice` tells the names that are.
    case unknownName(at: TextPlace, owner: String? = nil, what: String, name: String, advice: String)

    /// Text that has the right form but that the library refuses, for the reason it gives.
    case refused(at: TextPlace, reason: String)

    /// A parameter or step is varied twice.
    case variedTwice(at: TextPlace, name: String)

    /// Options that contradict each other.
    case conflict(String)

    /// Something planned, but not there yet.
    case unavailable(option: String, instead: String?)

    /// A file that was to be written cannot be.
    case cannotWrite(path: String, reason: String)

    /// A file that was to be read cannot be.
    case cannotRead(path: String, reason: String)

    /// A signal ended the work.
    case interrupted(String, by: Int32)

    /// The message for people.
    var description: String {
        switch self {
        case .missing(let option, let meaning): "\(option) is missing: \(meaning)"
        case .malformed(let place, let found, let expected): "\(place): found \(found), expected \(expected)"
        case .unknownName(let place, let owner, let what, let name, let advice):
            "\(place): \(owner.map { "\($0) has" } ?? "there is") no \(what) '\(name)'; \(advice)"
        case .refused(let place, let reason): "\(place): \(reason)"
        case .variedTwice(let place, let name):
            "\(place): \(name) is varied twice; give it all its values at once"
        case .conflict(let reason): reason
        case .unavailable(let option, let instead):
            "\(option) is not available in this version" + (instead.map { "; \($0)" } ?? "")
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
        case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)"
        case .interrupted(let message, _): message
        }
    }

    /// What the process ends with.
    var status: ExitStatus {
        switch self {
        case .cannotWrite: .failed
        case .interrupted(_, let signal): .ended(by: signal)
        default: .wrongUsage
        }
    }
}

/// Where a text that the user wrote stands: a flag or a place in a file, and a character of it.
struct TextPlace: Equatable, CustomStringConvertible {
    /// The flag, or file, line and column.
    let source: String

    /// The character of the text, from 1; nil for the whole of it.
    var character: Int?

    /// A flag or a place in a file.
    init(_ source: String, character: Int? = nil) {
        self.source = source
        self.character = character
    }

    /// `--pipeline, character 20`.
    var description: String { character.map { "\(source), character \($0)" } ?? source }
}

/// A text that the user wrote, and where.
struct PlacedText: Equatable {
    /// The text.
    let text: String

    /// Where it stands.
    let place: TextPlace
}
