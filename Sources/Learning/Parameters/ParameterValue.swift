/// A parameter value as represented in text, files and keys.
public enum ParameterValue: Sendable, Hashable {
    /// No value: scikit-learn's `None`.
    case null

    /// A Boolean.
    case bool(Bool)

    /// An integer.
    case int(Int)

    /// A number.
    case double(Double)

    /// A string.
    case string(String)

    /// A map of numbers by name.
    case map([ExactText: Double])

    /// A list of values.
    case list([ParameterValue])

    /// Parses a value in the command line's syntax: `null` or `none`, `true`, `false`, an integer, a number, otherwise
    /// a string.
    ///
    /// `{a:1,"b c":2}` is a map, and `[10,20]` a list. A value in quotes, `"none"` or `'1'`, is always a string.
    public init(text: String) { self.init(text: text, depth: 0) }

    /// Parses a value within a number of lists.
    init(text: String, depth: Int) {
        let lowered = text.lowercased()
        if lowered == "null" || lowered == "none" {
            self = .null
        } else if lowered == "true" || lowered == "false" {
            self = .bool(lowered == "true")
        } else if let int = Int(text) {
            self = .int(int)
        } else if let double = Double(text) {
            self = .double(double)
        } else if let word = Self.word(quoted: text) {
            self = .string(word)
        } else if let map = Self.map(written: text) {
            self = .map(map)
        } else if let list = Self.list(written: text, depth: depth) {
            self = .list(list)
        } else {
            self = .string(text)
        }
    }
}

extension ParameterValue: CustomStringConvertible {
    /// The value in the command line's syntax, as parsed by ``init(text:)``.
    public var description: String {
        switch self {
        case .null: "none"
        case .bool(let value): value.description
        case .int(let value): value.description
        case .double(let value): value.description
        case .string(let value):
            Self(text: value) == self && Self.canBeBare(value) ? value : Self.quoted(value)
        case .map(let value): Self.written(value)
        case .list(let value): Self.written(value)
        }
    }
}

/// Encoded as the corresponding JSON value.
extension ParameterValue: Codable {
    /// Decodes the case that matches the JSON value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .int(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = Self.map(from: container) {
            self = .map(value)
        } else {
            self = .list(try container.decode([ParameterValue].self))
        }
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .map(let value): try Self.encode(value, to: &container)
        case .list(let value): try container.encode(value)
        }
    }

    /// Decodes an object of numbers, or a list of entries; nil if it is neither.
    private static func map(from container: any SingleValueDecodingContainer) -> [ExactText: Double]? {
        if let byName = try? container.decode([String: Double].self) {
            return Dictionary(byName.map { (ExactText($0), $1) }) { first, _ in first }
        }
        guard let entries = try? container.decode([Entry].self), !entries.isEmpty else { return nil }
        return Dictionary(entries.map { (ExactText($0.name), $0.number) }) { first, _ in first }
    }

    /// Encodes an object.
    ///
    /// If two names are canonically equivalent but differ in bytes, encodes a list of entries, because JSON readers may
    /// merge the names.
    private static func encode(
        _ map: [ExactText: Double], to container: inout any SingleValueEncodingContainer
    ) throws {
        let byName = Dictionary(map.map { ($0.text, $1) }) { first, _ in first }
        if byName.count == map.count {
            try container.encode(byName)
        } else {
            try container.encode(map.sorted { $0.key < $1.key }.map { Entry(name: $0.text, number: $1) })
        }
    }

    private struct Entry: Codable {
        let name: String
        let number: Double
    }
}
