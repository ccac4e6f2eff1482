/// An error in the text of a pipeline, a grid or another setting.
public enum TextError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A text does not have the expected form.
    case malformed(at: TextPlace, found: String, expected: String)

    /// An unknown name; `advice` lists valid names.
    case unknownName(at: TextPlace, owner: String? = nil, what: String, name: String, advice: String)

    /// A well-formed text that is rejected for the given reason.
    case refused(at: TextPlace, reason: String)

    /// A grid varies a parameter or a step twice.
    case variedTwice(at: TextPlace, name: String)

    /// The error message, which begins with the location of the text.
    public var description: String {
        switch self {
        case .malformed(let place, let found, let expected): "\(place): found \(found), expected \(expected)"
        case .unknownName(let place, let owner, let what, let name, let advice):
            "\(place): \(owner.map { "\($0) has" } ?? "there is") no \(what) '\(name)'; \(advice)"
        case .refused(let place, let reason): "\(place): \(reason)"
        case .variedTwice(let place, let name):
            "\(place): \(name) is varied twice; list all of its values in one place"
        }
    }
}
