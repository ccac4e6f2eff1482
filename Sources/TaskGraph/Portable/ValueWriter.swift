/// The output of a value's codec: a header for small parts, and a frame for each large part.
public struct ValueWriter: Sendable {
    /// The encoder of the small parts.
    public var header = CanonicalEncoder()

    private(set) var frames: [Frame] = []

    /// The number of bytes of the frames.
    private(set) var frameBytes = 0

    private let registry: OperationRegistry
    private let isMeasuring: Bool

    /// Creates a writer.
    ///
    /// - Parameter isMeasuring: Whether only the number of bytes is requested.
    init(_ registry: OperationRegistry, isMeasuring: Bool = false) {
        self.registry = registry
        self.isMeasuring = isMeasuring
    }

    /// Appends a frame; frames are read in the same order.
    public mutating func append(_ frame: Frame) {
        frames.append(frame)
        frameBytes += frame.count
    }

    /// Appends a frame that must be computed, which is omitted if only the size of the value is requested.
    public mutating func append(byteCount: Int, computing frame: () -> Frame) {
        if isMeasuring { frameBytes += byteCount } else { append(frame()) }
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
