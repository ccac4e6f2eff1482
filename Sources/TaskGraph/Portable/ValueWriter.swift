/// What a value's codec writes to: a few bytes for what is small, a frame for each large part.
public struct ValueWriter: Sendable {
    /// Takes what is small.
    public var header = CanonicalEncoder()

    private(set) var frames: [Frame] = []
    private let registry: OperationRegistry

    init(_ registry: OperationRegistry) { self.registry = registry }

    /// Adds a frame; frames are read in the order in which they were added.
    public mutating func append(_ frame: Frame) {
        frames.append(frame)
    }

    /// Adds a value that is a part of this one, of any type the registry has.
    ///
    /// - Throws: `WireError.unknownValue`; what the type's codec throws.
    public mutating func append(part: any Sendable) throws {
        let (name, entry) = try registry.entry(for: part)
        header.append(name)
        header.append(entry.version)
        try entry.encode(part, &self)
    }
}
