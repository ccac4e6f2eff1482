#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A sequential source of bytes that can be rewound.
protocol ByteSource {
    /// The total number of bytes, or an estimate from the bytes read so far; 0 if it is unknown.
    var size: Int { get }

    /// Copies the next bytes into `buffer`, and returns their number; 0 means the end of the source.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int

    /// Returns to the first byte.
    mutating func rewind() throws
}

/// Bytes held in memory.
struct MemoryBytes: ByteSource {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var size: Int { bytes.count }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position)
        buffer.copyBytes(from: bytes[position..<position + count])
        position += count
        return count
    }

    mutating func rewind() { position = 0 }
}

/// An open file, which is closed when the last reference to it is released.
///
/// All properties are constant, so that several threads can read at offsets of their own.
final class FileBytes: ByteSource, Sendable {
    /// The size of the file when it was opened, in bytes; 0 for a pipe.
    let size: Int

    /// Whether the file is a regular file, which can be rewound.
    let isRegular: Bool

    private let path: String
    private let descriptor: Int32

    /// Opens a file or a pipe.
    init(path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT || errno == ENOTDIR { throw TabularError.fileNotFound(path: path) }
            throw TabularError.unreadable(path: path, reason: Self.reason())
        }
        self.path = path
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let reason = Self.reason()
            close(descriptor)
            throw TabularError.unreadable(path: path, reason: reason)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw TabularError.directory(path: path)
        }
        if status.st_mode & S_IFMT == S_IFCHR, isatty(descriptor) == 0, path != "/dev/null" {
            close(descriptor)
            throw TabularError.unreadable(path: path, reason: "it is a device; expected a file or a pipe")
        }
        isRegular = status.st_mode & S_IFMT == S_IFREG
        size = isRegular ? Int(status.st_size) : 0
    }

    /// Opens standard input, which is read once.
    init(standardInputAs name: String) throws {
        path = name
        (size, isRegular) = (0, false)
        descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
        if descriptor < 0 { throw TabularError.unreadable(path: path, reason: Self.reason()) }
    }

    deinit { close(descriptor) }

    /// Whether a regular file begins with the given bytes; its position does not change.
    func begins(with bytes: [UInt8]) -> Bool {
        var first = [UInt8](repeating: 0, count: bytes.count)
        return pread(descriptor, &first, bytes.count, 0) == bytes.count && first == bytes
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            if errno != EINTR { throw TabularError.unreadable(path: path, reason: Self.reason()) }
        }
    }

    /// Reads bytes at an offset without changing the position; 0 means the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw TabularError.unreadable(path: path, reason: Self.reason()) }
        }
    }

    /// The status of the open file.
    func systemStatus() throws -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw TabularError.unreadable(path: path, reason: Self.reason())
        }
        return status
    }

    func rewind() throws {
        if lseek(descriptor, 0, SEEK_SET) < 0 {
            throw TabularError.unreadable(path: path, reason: Self.reason())
        }
    }

    /// Reads all remaining bytes.
    func readAll() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try chunk.withUnsafeMutableBytes { try read(into: $0) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// The message of the system for the last failed call.
    private static func reason() -> String { String(cString: strerror(errno)) }
}
