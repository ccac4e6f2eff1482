/// What can be wrong with bytes that come from another process, or with a value that is to go to one.
public enum WireError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes at an offset are not what must stand there.
    case damaged(offset: Int, expected: String)

    /// The bytes do not have the checksum that was sent with them.
    case wrongChecksum

    /// The bytes were written by another version of the format.
    case otherFormat(found: String, expected: String)

    /// An operation is not in the registry.
    case unknownOperation(name: String)

    /// An operation is in the registry in another version.
    case otherVersion(operation: String, found: Int, expected: Int)

    /// An operation that was rebuilt from its parameters is not the one that was sent.
    case notTheOperationSent(name: String)

    /// An operation could not be rebuilt from its parameters.
    case cannotRebuild(operation: String, reason: String)

    /// A value could not be made from its parts.
    case cannotDecode(value: String, reason: String)

    /// A value's type is not in the registry.
    case unknownValue(name: String)

    /// A subgraph got another number of inputs than it reads.
    case wrongInputCount(found: Int, expected: Int)

    /// The message for people.
    public var description: String {
        switch self {
        case .damaged(let offset, let expected):
            "the bytes are damaged: expected \(expected) at offset \(offset)"
        case .wrongChecksum: "the bytes are damaged: their checksum does not match"
        case .otherFormat(let found, let expected):
            "the bytes are of the format '\(found)', expected '\(expected)'"
        case .unknownOperation(let name): "the registry has no operation '\(name)'"
        case .otherVersion(let operation, let found, let expected):
            "the operation '\(operation)' is of version \(found), the registry has version \(expected)"
        case .notTheOperationSent(let name):
            "the operation '\(name)' is not the same after it was rebuilt from its parameters: "
                + "its encoding lacks a parameter, or the registry differs"
        case .cannotRebuild(let operation, let reason):
            "the operation '\(operation)' cannot be rebuilt from its parameters: \(reason)"
        case .cannotDecode(let value, let reason): "the \(value) cannot be made from its parts: \(reason)"
        case .unknownValue(let name): "the registry cannot encode or decode values of type '\(name)'"
        case .wrongInputCount(let found, let expected):
            "the subgraph got \(found) inputs, expected \(expected)"
        }
    }
}
