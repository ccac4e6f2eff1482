#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that is read whole; it may be a pipe.
package enum WholeFile {
    /// The bytes of a file.
    ///
    /// A directory, a device and a compressed file are refused: none of them is what a reader of text or models expects.
    ///
    /// - Parameters:
    ///   - path: the file, or a pipe.
    ///   - limit: the most bytes that it may have.
    package static func bytes(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8] {
        func failure(_ reason: String) -> FileError { FileError(cannotRead: path, reason: reason) }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw failure("there is no such file")
            case EACCES: throw failure("permission was denied")
            default: throw failure(String(cString: strerror(errno)))
            }
        }
        defer { close(file) }
        var status = stat()
        if fstat(file, &status) == 0 {
            switch status.st_mode & S_IFMT {
            case S_IFDIR: throw failure("it is a directory")
            case S_IFCHR where isatty(file) == 0 && path != "/dev/null":
                throw failure("it is a device, not a file or a pipe")
            default: break
            }
        }
        let tooLong = "it has more than \(limit / 1024) kB, and no such file is as long"
        var bytes: [UInt8] = []
        if status.st_mode & S_IFMT == S_IFREG {
            // A file of a few blocks may claim any size.
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
