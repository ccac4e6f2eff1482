/// The part of a file that has been read but not yet parsed.
///
/// Eight bytes before and after this part are always readable, and those after it are zero, so that a parser can load
/// whole words at either end.
struct ReadBuffer {
    /// The number of readable bytes beyond either end.
    static let padding = 8

    /// The storage; the unparsed bytes are at ``start`` ..< ``end``.
    private(set) var bytes: [UInt8]

    /// The index of the first unparsed byte.
    private(set) var start = padding

    /// The index after the last byte read.
    private(set) var end = padding

    /// Whether all bytes of the source have been read.
    private(set) var isAtEnd = false

    private let chunkSize: Int

    /// Creates an empty buffer that reads about `chunkSize` bytes at a time.
    init(chunkSize: Int) {
        self.chunkSize = chunkSize
        // One extra byte for a final newline.
        bytes = [UInt8](repeating: 0, count: chunkSize + 1 + 2 * Self.padding)
    }

    /// Discards the bytes before an index.
    mutating func discard(upTo index: Int) { start = index }

    /// Moves the unparsed bytes to the front and reads more bytes after them.
    ///
    /// The buffer grows only if the unparsed bytes fill half of it. The unparsed bytes are the beginning of a record,
    /// which is scanned again after this read. At least as many bytes are read as are unparsed, so that the number of
    /// scans of a long record is logarithmic in its length.
    ///
    /// At the end of the source, adds a newline if the last line has none.
    mutating func fill(from source: inout any ByteSource) throws {
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
