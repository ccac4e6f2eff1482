/// What a value's codec reads from: what `ValueWriter` took, in the same order.
public struct ValueReader {
    /// Deeper than any value of sense, and far from the end of a thread's stack.
    private static let greatestDepth = 64

    /// Gives what is small.
    public var header: CanonicalDecoder

    private let frames: [UnsafeRawBufferPointer]
    private let registry: OperationRegistry
    private var next = 0
    /// How many parts of parts are being read.
    private var depth = 0

    init(header: CanonicalDecoder, frames: [UnsafeRawBufferPointer], registry: OperationRegistry) {
        self.header = header
        self.frames = frames
        self.registry = registry
    }

    /// Reads a value that is a part of this one.
    ///
    /// - Throws: `WireError`, also for parts within parts that go deeper than any value does; what the type's
    ///   codec throws.
    public mutating func readPart() throws -> any Sendable {
        guard depth < Self.greatestDepth else {
            throw WireError.damaged(offset: header.position, expected: "parts that are not so deep")
        }
        depth += 1
        defer { depth -= 1 }
        let (name, version) = (try header.readString(), try header.readInt())
        return try registry.entry(named: name, version: version).decode(&self)
    }

    /// The next frame.
    ///
    /// Its bytes are borrowed: they are there until the codec returns.
    public mutating func readFrame() throws(WireError) -> UnsafeRawBufferPointer {
        guard next < frames.count else { throw .damaged(offset: header.position, expected: "another frame") }
        next += 1
        return frames[next - 1]
    }

    /// The next frame's bytes as elements of an array, copied.
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
