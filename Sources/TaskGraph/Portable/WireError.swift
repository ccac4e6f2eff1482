/// An error in bytes from another process, or in a value to send to one.
public enum WireError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes at an offset are not as expected.
    case damaged(offset: Int, expected: String)

    /// The bytes do not match the checksum sent with them.
    case wrongChecksum

    /// The bytes were written by another version of the format.
    case otherFormat(found: String, expected: String)

    /// An operation is not in the registry.
    case unknownOperation(name: String)

    /// An operation is in the registry in another version.
    case otherVersion(operation: String, found: Int, expected: Int)

    /// An operation differs after decoding its parameters.
    case notTheOperationSent(name: String)

    /// An operation could not be decoded from its parameters.
    case cannotRebuild(operation: String, reason: String)

    /// A value could not be decoded from its parts.
    case cannotDecode(value: String, reason: String)

    /// A value's type is not in the registry.
    case unknownValue(name: String)

    /// A subgraph received a different number of inputs than it reads.
    case wrongInputCount(found: Int, expected: Int)

    /// A human-readable description of the error.
    public var description: String {
        switch self {
        case .damaged(let offset, let expected):
            "the bytes are damaged: expected \(expected) at offset \(offset)"
        case .wrongChecksum: "the bytes are damaged: their checksum does not match"
        case .otherFormat(let found, let expected):
            "the bytes have the format '\(found)', expected '\(expected)'"
        case .unknownOperation(let name):
            "the registry has no operation '\(name)'; register it, in this program and in the library of the workers, "
                + "with add(operation:), or a named delayed function with add(function:)"
        case .otherVersion(let operation, let found, let expected):
            "the operation '\(operation)' has version \(found), but the registry has version \(expected)"
        case .notTheOperationSent(let name):
            "the operation '\(name)' differs after decoding its parameters: "
                + "its encoding lacks a parameter, or the registry differs"
        case .cannotRebuild(let operation, let reason):
            "the operation '\(operation)' cannot be decoded from its parameters: \(reason)"
        case .cannotDecode(let value, let reason): "the \(value) cannot be decoded: \(reason)"
        case .unknownValue(let name): "the registry cannot encode or decode values of type '\(name)'"
        case .wrongInputCount(let found, let expected):
            "the subgraph received \(found) inputs, expected \(expected)"
        }
    }
}
