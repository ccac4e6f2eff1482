/// The input of a value's codec: the data written to `ValueWriter`, in the same order.
public struct ValueReader {
    /// The maximum nesting depth, larger than that of any real value and safe for a thread's stack.
    private static let greatestDepth = 64

    /// The decoder of the small parts.
    public var header: CanonicalDecoder

    private let frames: [UnsafeRawBufferPointer]
    private let registry: OperationRegistry
    private var next = 0
    /// The current nesting depth.
    private var depth = 0

    init(header: CanonicalDecoder, frames: [UnsafeRawBufferPointer], registry: OperationRegistry) {
        self.header = header
        self.frames = frames
        self.registry = registry
    }

    /// Reads a value that is a part of this one.
    ///
    /// - Throws: `WireError`, also for parts that are nested too deeply; the errors of the type's codec.
    public mutating func readPart() throws -> any Sendable {
        guard depth < Self.greatestDepth else {
            throw WireError.damaged(offset: header.position, expected: "parts that are nested less deeply")
        }
        depth += 1
        defer { depth -= 1 }
        let (name, version) = (try header.readString(), try header.readInt())
        return try registry.entry(named: name, version: version).decode(&self)
    }

    /// Returns the next frame.
    ///
    /// Its bytes are borrowed: they are valid until the codec returns.
    public mutating func readFrame() throws(WireError) -> UnsafeRawBufferPointer {
        guard next < frames.count else { throw .damaged(offset: header.position, expected: "another frame") }
        next += 1
        return frames[next - 1]
    }

    /// Returns a copy of the next frame as an array of elements.
    public mutating func readArray<Element: BitwiseCopyable>(of type: Element.Type) throws(WireError)
        -> [Element]
    {
        let frame = try readFrame()
        let size = MemoryLayout<Element>.stride
        guard frame.count % size == 0 else {
            throw .damaged(offset: header.position, expected: "a frame of \(Element.self)s")
        }
        guard !frame.isEmpty else { return [] }
        return [Element](unsafeUninitializedCapacity: frame.count / size) { elements, count in
            UnsafeMutableRawBufferPointer(elements).copyMemory(from: frame)
            count = frame.count / size
        }
    }

    /// Throws unless everything has been read.
    func readEnd() throws(WireError) {
        try header.readEnd()
        guard next == frames.count else {
            throw .damaged(offset: header.position, expected: "\(next) frames, not \(frames.count)")
        }
    }
}
