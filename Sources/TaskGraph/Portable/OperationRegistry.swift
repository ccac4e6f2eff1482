/// The operations that can be rebuilt from their parameters, and the types of value that can be encoded: what
/// two processes must agree on to share the tasks of a graph.
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
    /// Rebuilds an operation from its parameters and its settings.
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

    /// Makes a registry without operations; its one type of value is `FailedTask`.
    public init() {
        add(value: "failed-task", of: FailedTask.self, encode: FailedTask.encode, decode: FailedTask.decode)
    }

    /// The names of the operations, sorted.
    public var operationNames: [String] { operations.keys.sorted() }

    /// The hash of the names and versions of all operations and types of value.
    ///
    /// Processes whose libraries agree in it understand one another.
    public var digest: TaskKey {
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

    /// The name and the codec of the values of a type; nil if the registry has none.
    func entry(forValuesOf type: any Any.Type) -> (name: String, entry: ValueEntry)? {
        guard let name = valueNames[ObjectIdentifier(type)], let entry = values[name] else { return nil }
        return (name, entry)
    }
}

// MARK: - Adding

extension OperationRegistry {
    /// Adds an operation; it takes the place of one of the same name and type.
    ///
    /// - Precondition: no operation of another type has the name.
    /// - Parameters:
    ///   - name: the operation's `name`.
    ///   - version: the operation's `version`.
    ///   - rebuild: reads what the operation's `encodeParameters(into:)` wrote, all of it, and makes the
    ///     operation.
    public mutating func add<Rebuilt: TaskOperation>(
        operation name: String, version: Int = 1,
        rebuild: @escaping @Sendable (inout CanonicalDecoder) throws -> Rebuilt
    ) {
        add(operation: name, version: version) { parameters, _ in try rebuild(&parameters) }
    }

    /// Adds an operation that has settings; it takes the place of one of the same name and type.
    ///
    /// - Precondition: no operation of another type has the name.
    /// - Parameters:
    ///   - name: the operation's `name`.
    ///   - version: the operation's `version`.
    ///   - rebuild: reads what the operation's `encodeParameters(into:)` and `encodeSettings(into:)` wrote,
    ///     all of it, and makes the operation.
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

    /// Adds a type of value; it adds its codec anew if it is there.
    ///
    /// - Precondition: no other type has the name.
    /// - Parameters:
    ///   - name: what the type is called in encoded values.
    ///   - type: the type.
    ///   - version: raised whenever what `encode` writes changes.
    ///   - encode: writes a value; `decode` must make an equal value of what it wrote.
    ///   - decode: reads all that `encode` wrote. It must not trust what it reads: lengths are to be checked.
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

    /// Stops if what goes by a name already is of another type: what one process sends, another would take for the other.
    private func requireSame(_ known: Any.Type?, _ type: Any.Type, name: String) {
        guard let known, known != type else { return }
        fatalError(
            "the types \(String(reflecting: known)) and \(String(reflecting: type)) are both added as \(name)"
        )
    }
}
