/// A value encoded as bytes, from which another process can decode it.
///
/// A short header describes it; its large parts are frames, which stay in the value's memory.
public struct EncodedValue: Sendable {
    /// The type of the value, the lengths and hashes of its frames, and its small parts.
    ///
    /// Ends with a checksum of its own.
    package let meta: [UInt8]

    /// The large parts, little endian.
    package let frames: [Frame]

    /// The total number of bytes.
    public var byteCount: Int { frames.reduce(meta.count) { $0 + $1.count } }

    static let format = "trellis-value"
    static let formatVersion = 1

    init(name: String, version: Int, _ writer: ValueWriter) {
        var encoder = CanonicalEncoder()
        encoder.append(Self.format)
        encoder.append(Self.formatVersion)
        encoder.append(name)
        encoder.append(version)
        encoder.beginList(count: writer.frames.count)
        for frame in writer.frames {
            encoder.append(frame.count)
            encoder.append(frame.withUnsafeBytes { TaskKey(hashing: $0) })
        }
        encoder.append(bytes: writer.header.bytes)
        meta = encoder.sealedBytes
        frames = writer.frames
    }
}

/// The parts of an encoded value, after checking its checksum.
struct OpenedValue {
    let name: String
    let version: Int
    /// The small parts.
    let header: CanonicalDecoder

    init(meta: UnsafeRawBufferPointer, frames: [UnsafeRawBufferPointer]) throws(WireError) {
        var decoder = try CanonicalDecoder(sealed: meta)
        try decoder.readFormat(EncodedValue.format, version: EncodedValue.formatVersion)
        name = try decoder.readString()
        version = try decoder.readInt()
        guard try decoder.beginList() == frames.count else {
            throw .damaged(
                offset: decoder.position, expected: "a number of frames other than \(frames.count)")
        }
        for frame in frames {
            let (count, hash) = (try decoder.readInt(), try decoder.readKey())
            guard frame.count == count, TaskKey(hashing: frame) == hash else { throw .wrongChecksum }
        }
        header = try decoder.readNested()
        try decoder.readEnd()
    }
}
