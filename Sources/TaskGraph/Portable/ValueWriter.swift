/// The output of a value's codec: a header for small parts, and a frame for each large part.
public struct ValueWriter: Sendable {
    /// The encoder of the small parts.
    public var header = CanonicalEncoder()

    private(set) var frames: [Frame] = []
    private let registry: OperationRegistry

    init(_ registry: OperationRegistry) { self.registry = registry }

    /// Appends a frame; frames are read in the same order.
    public mutating func append(_ frame: Frame) {
        frames.append(frame)
    }

    /// Appends a value that is a part of this one, of any registered type.
    ///
    /// - Throws: `WireError.unknownValue`; the errors of the type's codec.
    public mutating func append(part: any Sendable) throws {
        let (name, entry) = try registry.entry(for: part)
        header.append(name)
        header.append(entry.version)
        try entry.encode(part, &self)
    }
}
