internal import Files

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A file with the result of one task.
///
/// It begins with the format and its version, as text, and the length of the head. The head, which has a checksum of its
/// own, contains the key of the task, the description of the value and the lengths of its frames, which follow. The
/// description contains their checksums. Every byte of the file is thus checked when it is read.
struct ResultFile {
    let path: String
    let key: TaskKey

    private static let format = Array("trellis-result-1".utf8)

    /// The file of a task in a folder.
    init(of key: TaskKey, in folder: String) {
        (path, self.key) = ("\(folder)/\(key).result", key)
    }

    /// Writes a value.
    ///
    /// The file appears complete or not at all. It is not flushed to disk, because a file that is damaged when the machine
    /// loses power is not used.
    func write(_ value: EncodedValue) throws(FileError) {
        var encoder = CanonicalEncoder()
        encoder.append(key)
        encoder.append(bytes: value.meta)
        encoder.append(value.frames.map(\.count))
        let head = encoder.sealedBytes
        let beginning =
            Self.format + withUnsafeBytes(of: UInt64(head.count).littleEndian) { Array($0) } + head
        let draft = try DraftFile(path)
        try draft.write(beginning, at: 0)
        var offset = beginning.count
        for frame in value.frames {
            try draft.write(frame, at: offset)
            offset += frame.count
        }
        try draft.commit(isDurable: false)
    }

    /// Reads the value; nil if there is no file.
    ///
    /// - Throws: ``ResultStoreProblem``.
    func value(decodedBy registry: OperationRegistry) throws(ResultStoreProblem) -> (any Sendable)? {
        guard let bytes = try bytes() else { return nil }
        do {
            let value: any Sendable = try bytes.withUnsafeBytes { try self.value(in: $0, registry) }
            return value
        } catch {
            throw .unusableFile(path: path, reason: "\(error)")
        }
    }

    private func value(
        in bytes: UnsafeRawBufferPointer, _ registry: OperationRegistry
    ) throws -> any Sendable {
        var place = Self.format.count
        func next(_ count: Int) throws(WireError) -> UnsafeRawBufferPointer {
            guard (0...bytes.count - place).contains(count) else {
                throw .damaged(offset: place, expected: "\(count) bytes")
            }
            defer { place += count }
            return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
        }
        let length = try next(8).loadUnaligned(as: UInt64.self).littleEndian
        var head = try CanonicalDecoder(sealed: next(Int(clamping: length)))
        guard try head.readKey() == key else {
            throw WireError.damaged(offset: place, expected: "the key in the name of the file")
        }
        let meta = try head.readBytes()
        let frames = try head.readInts().map(next)
        try head.readEnd()
        guard place == bytes.count else { throw WireError.damaged(offset: place, expected: "the end") }
        return try meta.withUnsafeBytes { try registry.decode(meta: $0, frames: frames) }
    }

    /// Reads all bytes of the file, if it has the format; nil if there is no file.
    private func bytes() throws(ResultStoreProblem) -> [UInt8]? {
        // A pipe without a writer would block.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw unusable(errno)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw unusable(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .foreignFile(path: path) }
        // Do not reserve the full size of another file, because a sparse one may report any size.
        let beginning = try bytes(of: file, atMost: Self.format.count)
        guard Self.format.starts(with: beginning) else { throw .foreignFile(path: path) }
        let bytes = try bytes(of: file, atMost: Int(status.st_size))
        guard bytes.count >= Self.format.count, bytes.count == Int(status.st_size) else {
            throw .unusableFile(path: path, reason: "it is incomplete")
        }
        return bytes
    }

    /// Reads the first bytes of an open file.
    private func bytes(of file: Int32, atMost limit: Int) throws(ResultStoreProblem) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < limit {
                let found = pread(file, buffer.baseAddress.map { $0 + count }, limit - count, off_t(count))
                if found < 0, errno == EINTR { continue }
                if found < 0 { failure = errno }
                guard found > 0 else { return }
                count += found
            }
        }
        guard failure == 0 else { throw unusable(failure) }
        return bytes
    }

    private func unusable(_ errorNumber: Int32) -> ResultStoreProblem {
        .unusableFile(path: path, reason: String(cString: strerror(errorNumber)))
    }
}

extension DraftFile {
    fileprivate func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        try write(Frame(bytes), at: offset)
    }

    fileprivate func write(_ frame: Frame, at offset: Int) throws(FileError) {
        // The closure's error type is not inferred through rethrowing functions.
        var failure: FileError?
        frame.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
