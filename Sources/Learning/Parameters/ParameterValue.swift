/// The value of a parameter in the form that text, files and keys know.
public enum ParameterValue: Sendable, Hashable {
    /// No value: scikit-learn's `None`.
    case null

    /// True or false.
    case bool(Bool)

    /// A whole number.
    case int(Int)

    /// A number.
    case double(Double)

    /// A word.
    case string(String)

    /// Numbers by name, sorted by name.
    case map([String: Double])

    /// Reads a value as the command line writes it: `null`/`none`, `true`, `false`, a whole number, a number,
    /// else a word.
    ///
    /// `{a:1,b:2}` is a map.
    public init(text: String) {
        let lowered = text.lowercased()
        if lowered == "null" || lowered == "none" {
            self = .null
        } else if lowered == "true" || lowered == "false" {
            self = .bool(lowered == "true")
        } else if let int = Int(text) {
            self = .int(int)
        } else if let double = Double(text) {
            self = .double(double)
        } else if let map = Self.map(text) {
            self = .map(map)
        } else {
            self = .string(text)
        }
    }

    private static func map(_ text: String) -> [String: Double]? {
        guard text.hasPrefix("{"), text.hasSuffix("}") else { return nil }
        var map: [String: Double] = [:]
        for entry in text.dropFirst().dropLast().split(separator: ",") {
            let parts = entry.split(separator: ":", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard parts.count == 2, let value = Double(parts[1]),
                map.updateValue(value, forKey: parts[0]) == nil
            else { return nil }
        }
        return map
    }
}

extension ParameterValue: CustomStringConvertible {
    /// The value as the command line writes it.
    public var description: String {
        switch self {
        case .null: "none"
        case .bool(let value): value.description
        case .int(let value): value.description
        case .double(let value): value.description
        case .string(let value): value
        case .map(let value):
            "{" + value.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
                + "}"
        }
    }
}

/// Written as the JSON value it resembles.
extension ParameterValue: Codable {
    /// Reads whichever of the cases stands there.
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
        } else {
            self = .map(try container.decode([String: Double].self))
        }
    }

    /// Writes the value as it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .map(let value): try container.encode(value)
        }
    }
}
