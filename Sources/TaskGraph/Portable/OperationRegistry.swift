/// A registry of operations that can be decoded from their parameters, and of types of values that can be encoded.
///
/// Two processes must have equal registries to share the tasks of a graph.
///
/// ```swift
/// var registry = OperationRegistry()
/// registry.add(operation: "take-rows") { TakeRows(indices: try $0.readInts()) }
/// registry.add(value: "rows", of: Rows.self) { rows, writer in
///     writer.append(Frame(rows.indices))
/// } decode: { reader in
///     Rows(indices: try reader.readArray(of: Int.self))
/// }
/// ```
public struct OperationRegistry: Sendable {
    /// Decodes an operation from its parameters and its settings.
    typealias Rebuild =
        @Sendable (_ parameters: inout CanonicalDecoder, _ settings: inout CanonicalDecoder) throws
        -> any TaskOperation

    struct OperationEntry: Sendable {
        let version: Int
        let type: any TaskOperation.Type
        let rebuild: Rebuild
    }

    struct ValueEntry: Sendable {
        let version: Int
        let type: Any.Type
        let encode: @Sendable (any Sendable, inout ValueWriter) throws -> Void
        let decode: @Sendable (inout ValueReader) throws -> any Sendable
    }

    private(set) var operations: [String: OperationEntry] = [:]
    private(set) var values: [String: ValueEntry] = [:]
    private var valueNames: [ObjectIdentifier: String] = [:]

    /// Creates a registry without operations, whose only type of value is `FailedTask`.
    public init() {
        add(value: "failed-task", of: FailedTask.self, encode: FailedTask.encode, decode: FailedTask.decode)
    }

    /// The names of the operations, sorted.
    package var operationNames: [String] { operations.keys.sorted() }

    /// The hash of the names and versions of all operations and types of values.
    ///
    /// Processes with equal digests are compatible.
    package var digest: TaskKey {
        var encoder = CanonicalEncoder()
        for (entries, kind) in [
            (operations.mapValues(\.version), "operations"), (values.mapValues(\.version), "values"),
        ] {
            encoder.append(kind)
            encoder.beginList(count: entries.count)
            for (name, version) in entries.sorted(by: { $0.key < $1.key }) {
                encoder.append(name)
                encoder.append(version)
            }
        }
        return encoder.digest
    }

    /// Returns the name and the codec of a type of values; nil if it is not registered.
    func entry(forValuesOf type: any Any.Type) -> (name: String, entry: ValueEntry)? {
        guard let name = valueNames[ObjectIdentifier(type)], let entry = values[name] else { return nil }
        return (name, entry)
    }
}

// MARK: - Adding

extension OperationRegistry {
    /// Registers an operation, replacing one with the same name and type.
    ///
    /// - Precondition: No operation of another type has the name.
    /// - Parameters:
    ///   - name: The operation's `name`.
    ///   - version: The operation's `version`.
    ///   - rebuild: Reads everything that the operation's `encodeParameters(into:)` writes, and creates the operation.
    public mutating func add<Rebuilt: TaskOperation>(
        operation name: String, version: Int = 1,
        rebuild: @escaping @Sendable (inout CanonicalDecoder) throws -> Rebuilt
    ) {
        add(operation: name, version: version) { parameters, _ in try rebuild(&parameters) }
    }

    /// Registers an operation with settings, replacing one with the same name and type.
    ///
    /// - Precondition: No operation of another type has the name.
    /// - Parameters:
    ///   - name: The operation's `name`.
    ///   - version: The operation's `version`.
    ///   - rebuild: Reads everything that the operation's `encodeParameters(into:)` and `encodeSettings(into:)` write,
    ///     and creates the operation.
    public mutating func add<Rebuilt: TaskOperation>(
        operation name: String, version: Int = 1,
        rebuild:
            @escaping @Sendable (
                _ parameters: inout CanonicalDecoder, _ settings: inout CanonicalDecoder
            ) throws -> Rebuilt
    ) {
        requireSame(operations[name]?.type, Rebuilt.self, name: "operation \"\(name)\"")
        operations[name] = OperationEntry(version: version, type: Rebuilt.self, rebuild: rebuild)
    }

    /// Registers a type of values, replacing its codec if it is registered.
    ///
    /// - Precondition: No other type has the name.
    /// - Parameters:
    ///   - name: The name of the type in encoded values.
    ///   - type: The type.
    ///   - version: Increase it whenever the encoding changes.
    ///   - encode: Writes a value, from which `decode` must create an equal value.
    ///   - decode: Reads everything that `encode` writes. It must validate what it reads, such as lengths.
    public mutating func add<Value: Sendable>(
        value name: String, of type: Value.Type, version: Int = 1,
        encode: @escaping @Sendable (Value, inout ValueWriter) throws -> Void,
        decode: @escaping @Sendable (inout ValueReader) throws -> Value
    ) {
        requireSame(values[name]?.type, type, name: "value \"\(name)\"")
        valueNames[ObjectIdentifier(type)] = name
        values[name] = ValueEntry(
            version: version, type: type,
            encode: { value, writer in
                guard let value = value as? Value else {
                    throw WireError.unknownValue(name: "\(Swift.type(of: value))")
                }
                try encode(value, &writer)
            },
            decode: { try decode(&$0) })
    }

    /// Stops if the name is registered for another type, because another process would confuse the types.
    private func requireSame(_ known: Any.Type?, _ type: Any.Type, name: String) {
        guard let known, known != type else { return }
        fatalError(
            "the types \(String(reflecting: known)) and \(String(reflecting: type)) are both registered as \(name)"
        )
    }
}
