#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where a table's bytes come from: in order, and again from the start if asked.
protocol ByteSource {
    /// The number of bytes in all.
    var size: Int { get }

    /// Copies the next bytes into `buffer`, as many as it takes or fewer; 0 says that there are no more.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int

    /// Goes back to the first byte.
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

/// An open file, closed when the last reference goes.
final class FileBytes: ByteSource {
    /// The size when the file was opened; 0 for what has none, such as a pipe.
    let size: Int

    /// Whether it is an ordinary file: only these can be rewound.
    let isRegular: Bool

    private let path: String
    private let descriptor: Int32

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
            throw TabularError.unreadable(path: path, reason: "it is a device, not a file or a pipe")
        }
        isRegular = status.st_mode & S_IFMT == S_IFREG
        size = isRegular ? Int(status.st_size) : 0
    }

    deinit { close(descriptor) }

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

    func rewind() throws {
        if lseek(descriptor, 0, SEEK_SET) < 0 {
            throw TabularError.unreadable(path: path, reason: Self.reason())
        }
    }

    /// All bytes that are left, for what cannot be rewound.
    func readAll() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try chunk.withUnsafeMutableBytes { try read(into: $0) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// What the system says about the call that just failed.
    private static func reason() -> String { String(cString: strerror(errno)) }
}
