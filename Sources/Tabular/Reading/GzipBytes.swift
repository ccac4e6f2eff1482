import CZLib

/// The decompressed bytes of a gzip file (RFC 1952), which may consist of several members.
final class GzipBytes: ByteSource {
    /// The first bytes of every gzip file.
    static let signature: [UInt8] = [0x1F, 0x8B]

    private var source: any ByteSource
    private let file: String

    /// The compressed bytes that have been read.
    private let input: UnsafeMutableRawBufferPointer

    /// The state of zlib, which refers to this address.
    private let stream: UnsafeMutablePointer<z_stream>

    private var state = State.betweenMembers
    private var (consumed, produced) = (0, 0)

    private enum State {
        /// At the start of the file, or after a complete member.
        case betweenMembers
        /// Inside a member.
        case inMember
        /// After the last member.
        case atEnd
    }

    /// Creates a source that decompresses another; `file` is its name in error messages.
    init(_ source: any ByteSource, file: String) throws {
        self.source = source
        self.file = file
        input = .allocate(byteCount: 1 << 16, alignment: 1)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard trellis_inflate_gzip(stream) == Z_OK else {
            throw TabularError.unreadable(path: file, reason: "not enough memory to decompress it")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// An estimate of the number of decompressed bytes: at most four times those that have been read, because the rest
    /// of a file may be compressed far less than its start.
    var size: Int {
        guard consumed > 0 else { return 0 }
        let ratio = min(Double(source.size) / Double(consumed), 4)
        return Int(Double(produced) * max(ratio, 1))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var written = 0
        while written < buffer.count, state != .atEnd {
            if stream.pointee.avail_in == 0, try !refill() {
                if state == .inMember { throw TabularError.truncated(file: file, format: "gzip") }
                state = .atEnd
                break
            }
            if state == .betweenMembers { beginMember() }
            written += try inflate(into: UnsafeMutableRawBufferPointer(rebasing: buffer[written...]))
        }
        produced += written
        return written
    }

    func rewind() throws {
        try source.rewind()
        inflateReset(stream)
        stream.pointee.avail_in = 0
        (state, consumed, produced) = (.betweenMembers, 0, 0)
    }

    /// Reads compressed bytes; returns false at the end of the source.
    private func refill() throws -> Bool {
        let count = try source.read(into: input)
        consumed += count
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_in = uInt(count)
        return count > 0
    }

    /// Begins the next member unless only zeros follow, with which some programs pad files.
    private func beginMember() {
        while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
            stream.pointee.next_in += 1
            stream.pointee.avail_in -= 1
        }
        guard stream.pointee.avail_in > 0 else { return }
        inflateReset(stream)
        state = .inMember
    }

    /// Decompresses into a buffer that is not empty; returns the number of bytes.
    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard state == .inMember else { return 0 }
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_out = uInt(clamping: buffer.count)
        let space = stream.pointee.avail_out
        let status = CZLib.inflate(stream, Z_NO_FLUSH)
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = .betweenMembers
        case Z_MEM_ERROR:
            throw TabularError.unreadable(path: file, reason: "not enough memory to decompress it")
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "status \(status)"
            throw TabularError.damaged(file: file, format: "gzip", reason: reason)
        }
        return Int(space - stream.pointee.avail_out)
    }
}
