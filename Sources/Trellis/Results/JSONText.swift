#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Encodes values as indented JSON with sorted keys.
package enum JSONText {
    /// Encodes a value, followed by a newline.
    package static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}

/// A number that is encoded as `null` if it is NaN or infinite, which JSON cannot represent.
package struct JSONNumber: Encodable {
    /// The number.
    package let value: Double

    /// Wraps a number.
    package init(_ value: Double) { self.value = value }

    /// Encodes the number or `null`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
    }
}
