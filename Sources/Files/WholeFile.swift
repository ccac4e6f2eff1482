#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Reads complete files and pipes.
package enum WholeFile {
    /// Reads the bytes of a file.
    ///
    /// Directories, devices and compressed files are errors.
    ///
    /// - Parameters:
    ///   - path: The path of a file or a pipe.
    ///   - limit: The maximum number of bytes.
    package static func bytes(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8] {
        func failure(_ reason: String) -> FileError { FileError(cannotRead: path, reason: reason) }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw failure("there is no such file")
            case EACCES: throw failure("permission denied")
            default: throw failure(String(cString: strerror(errno)))
            }
        }
        defer { close(file) }
        var status = stat()
        if fstat(file, &status) == 0 {
            switch status.st_mode & S_IFMT {
            case S_IFDIR: throw failure("it is a directory")
            case S_IFCHR where isatty(file) == 0 && path != "/dev/null":
                throw failure("it is a device; expected a file or a pipe")
            default: break
            }
        }
        let tooLong = "it has more than \(limit / 1024) KiB, which is the limit for such a file"
        var bytes: [UInt8] = []
        if status.st_mode & S_IFMT == S_IFREG {
            // Do not reserve the full size, because a sparse file may report any size.
            guard status.st_size <= limit else { throw failure(tooLong) }
            bytes.reserveCapacity(min(Int(status.st_size), 1 << 26))
        }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += chunk[..<count]
            if let format = CompressedFormat(of: bytes) {
                throw failure("it is compressed (\(format)); decompress it first")
            }
            guard bytes.count <= limit else { throw failure(tooLong) }
        }
        return bytes
    }
}
