import TaskGraph

/// Golden/task-keys.json, which Tools/golden/task_keys.py makes with PyPI's xxhash.
struct GoldenKeys: Decodable {
    struct Encoding: Decodable {
        let values: [Value]
        let digest: String
    }

    struct Operation: Decodable {
        let name: String
        let version: Int
        let parameters: [Value]
        let digest: String
    }

    struct Task: Decodable {
        let operation: Int
        let inputs: [Int]
        let salt: String?
        let key: String
    }

    struct Graph: Decodable {
        let operations: [Operation]
        let tasks: [Task]
    }

    let encodings: [Encoding]
    let graph: Graph

    static func read() throws -> GoldenKeys { try golden("task-keys", as: GoldenKeys.self) }
}

/// One call of the encoder.
///
/// The file has 64-bit integers as decimal text and doubles as hexadecimal bit patterns.
enum Value: Decodable {
    case `nil`, bool(Bool), int(Int), double(Double), string(String), bytes([UInt8]), key(TaskKey), list(Int)
    case ints([Int]), doubles([Double])

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        let kind = try container.decode(String.self)
        func malformed(_ what: String) -> DecodingError {
            .dataCorruptedError(in: container, debugDescription: "malformed \(what)")
        }
        func int(_ text: String) throws -> Int {
            guard let value = Int(text) else { throw malformed(text) }
            return value
        }
        func double(_ text: String) throws -> Double {
            guard let pattern = UInt64(text, radix: 16) else { throw malformed(text) }
            return Double(bitPattern: pattern)
        }
        switch kind {
        case "nil": self = .nil
        case "bool": self = .bool(try container.decode(Bool.self))
        case "int": self = .int(try int(container.decode(String.self)))
        case "double": self = .double(try double(container.decode(String.self)))
        case "string": self = .string(try container.decode(String.self))
        case "bytes": self = .bytes(try container.decode([UInt8].self))
        case "key":
            let text = try container.decode(String.self)
            guard let key = TaskKey(text) else { throw malformed(text) }
            self = .key(key)
        case "list": self = .list(try container.decode(Int.self))
        case "ints": self = .ints(try container.decode([String].self).map(int))
        case "doubles": self = .doubles(try container.decode([String].self).map(double))
        default: throw malformed(kind)
        }
    }

    func append(to encoder: inout CanonicalEncoder) {
        switch self {
        case .nil: encoder.appendNil()
        case .bool(let value): encoder.append(value)
        case .int(let value): encoder.append(value)
        case .double(let value): encoder.append(value)
        case .string(let value): encoder.append(value)
        case .bytes(let value): encoder.append(bytes: value)
        case .key(let value): encoder.append(value)
        case .list(let count): encoder.beginList(count: count)
        case .ints(let values): encoder.append(values)
        case .doubles(let values): encoder.append(values)
        }
    }
}

/// An operation as the golden file describes it.
struct Described: TaskOperation {
    let name: String
    let version: Int
    let parameters: [Value]

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        for parameter in parameters { parameter.append(to: &encoder) }
    }

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { 0 }
}

extension GoldenKeys.Graph {
    /// Builds the graph, and pairs each task's key with the one in the file.
    func keys() -> [(found: String, expected: String)] {
        var graph = TaskGraph()
        let operations = operations.map {
            graph.register(Described(name: $0.name, version: $0.version, parameters: $0.parameters))
        }
        var ids: [TaskID] = []
        for task in tasks {
            let inputs = task.inputs.map { ids[$0] }
            let salt = task.salt.flatMap { UInt64($0) }
            let operation = operations[task.operation]
            let id =
                switch inputs.count {
                case 0: graph.insert(operation, salt: salt)
                case 1: graph.insert(operation, inputs: inputs[0], salt: salt)
                case 2: graph.insert(operation, inputs: inputs[0], inputs[1], salt: salt)
                case 3: graph.insert(operation, inputs: inputs[0], inputs[1], inputs[2], salt: salt)
                default: graph.insert(operation, inputs: inputs, salt: salt)
                }
            ids.append(id)
        }
        return zip(ids, tasks).map { (graph.key(of: $0).description, $1.key) }
    }
}
