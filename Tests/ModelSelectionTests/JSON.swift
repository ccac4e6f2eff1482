import Foundation

/// A JSON document, to be changed at any place.
enum JSON: Codable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// A step from a value to one within it.
    enum Step: Equatable {
        case index(Int)
        case key(String)
    }

    init(from decoder: any Decoder) throws {
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
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The paths of all values, this one's first; of an array the first few elements' and the last one's.
    var paths: [[Step]] {
        var paths: [[Step]] = [[]]
        switch self {
        case .array(let elements):
            for (index, element) in elements.enumerated() where index < 4 || index == elements.count - 1 {
                paths += element.paths.map { [.index(index)] + $0 }
            }
        case .object(let members):
            for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                paths += member.paths.map { [.key(key)] + $0 }
            }
        default: break
        }
        return paths
    }

    /// The value at a path, or null where there is none; setting it there changes nothing.
    subscript(path: some Collection<Step>) -> JSON {
        get {
            switch (path.first, self) {
            case (nil, _): self
            case (.index(let index), .array(let elements)) where elements.indices.contains(index):
                elements[index][path.dropFirst()]
            case (.key(let key), .object(let members)): members[key]?[path.dropFirst()] ?? .null
            default: .null
            }
        }
        set {
            switch (path.first, self) {
            case (nil, _): self = newValue
            case (.index(let index), .array(var elements)) where elements.indices.contains(index):
                elements[index][path.dropFirst()] = newValue
                self = .array(elements)
            case (.key(let key), .object(var members)):
                members[key]?[path.dropFirst()] = newValue
                self = .object(members)
            default: break
            }
        }
    }
}
