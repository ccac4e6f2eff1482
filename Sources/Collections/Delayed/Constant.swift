internal import TaskGraph

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A constant of a delayed computation.
struct Constant: DataSource {
    let value: any Sendable
    let name = "constant"
    private let key: TaskKey

    init(_ value: some Sendable) {
        self.value = value
        key = Self.key(of: value)
    }

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(key) }

    /// Returns the hash of a value and its type; a unique key if its content cannot be encoded.
    private static func key(of value: some Sendable) -> TaskKey {
        var encoder = CanonicalEncoder()
        encoder.append(String(reflecting: type(of: value)))
        switch value {
        case let value as Int: encoder.append(value)
        case let value as Double: encoder.append(value)
        case let value as String: encoder.append(value)
        case let value as Bool: encoder.append(value)
        case let value as any Encodable:
            let json = JSONEncoder()
            json.outputFormatting = .sortedKeys
            json.nonConformingFloatEncodingStrategy = .convertToString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            guard let bytes = try? json.encode([EncodedValue(value: value)]) else {
                return TaskKey(high: .max, low: UniqueNumber.next())
            }
            encoder.append(bytes: Array(bytes))
        default: return TaskKey(high: .max, low: UniqueNumber.next())
        }
        return encoder.digest
    }

    private struct EncodedValue: Encodable {
        let value: any Encodable

        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }
}
