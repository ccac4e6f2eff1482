/// The stretch of a file that is in memory: bytes that have been read and not yet been parsed.
///
/// Eight bytes in front of and behind the stretch are always readable, and those behind are zero, so that a parser
/// may load whole words at either end.
struct ReadBuffer {
    /// How many bytes are readable beyond either end.
    static let padding = 8

    /// Where the stretch stands is ``start`` ..< ``end``.
    private(set) var bytes: [UInt8]

    /// The index of the first byte not yet parsed.
    private(set) var start = padding

    /// The index behind the last byte read.
    private(set) var end = padding

    /// Whether the source has no more bytes.
    private(set) var isAtEnd = false

    private let chunkSize: Int

    /// An empty buffer that reads about `chunkSize` bytes at a time.
    init(chunkSize: Int) {
        self.chunkSize = chunkSize
        // A byte more than a chunk, for a final newline.
        bytes = [UInt8](repeating: 0, count: chunkSize + 1 + 2 * Self.padding)
    }

    /// Forgets the bytes before an index.
    mutating func discard(upTo index: Int) { start = index }

    /// Reads on behind what is left, which it moves to the front.
    ///
    /// It grows only if what is left fills half of it. What is left is the beginning of a record, which is scanned again
    /// with what is read now: at least as much is read as is left, so that a long record is scanned a few times, not once
    /// a chunk.
    ///
    /// At the end of the source it adds a newline if the last line has none.
    mutating func fill(from source: inout some ByteSource) throws {
        bytes.withUnsafeMutableBytes { all in
            UnsafeMutableRawBufferPointer(rebasing: all[Self.padding...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: all[start..<end]))
        }
        (start, end) = (Self.padding, Self.padding + end - start)
        var free = bytes.count - end - Self.padding - 1
        if free < (chunkSize + 1) / 2 {
            free += bytes.count
            bytes.append(contentsOf: repeatElement(0, count: bytes.count))
        }
        let wanted = end..<end + min(max(chunkSize, end - start), free)
        let count = try bytes.withUnsafeMutableBytes {
            try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[wanted]))
        }
        end += count
        if count == 0 {
            isAtEnd = true
            if end > start && bytes[end - 1] != ASCII.newline {
                bytes[end] = ASCII.newline
                end += 1
            }
        }
        for index in end..<end + Self.padding { bytes[index] = 0 }
    }
}
