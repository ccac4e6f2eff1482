#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes values as JSON, for people to read and programs to compare: indented, with sorted keys.
enum JSONText {
    /// The value as JSON, with a newline at its end.
    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}

/// A number that is `null` in JSON where it is NaN or infinite, which JSON has no words for.
struct JSONNumber: Encodable {
    /// The number.
    let value: Double

    /// A number to be written.
    init(_ value: Double) { self.value = value }

    /// Writes the number or `null`.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
    }
}
