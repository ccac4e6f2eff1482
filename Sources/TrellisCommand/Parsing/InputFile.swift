#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A small file of text that the command reads; it may be a pipe.
enum InputFile {
    /// The most bytes of a file: far more than anybody writes by hand.
    private static let mostBytes = 1 << 20

    /// The path, if a text can be read there.
    ///
    /// - Throws: ``CommandError/cannotRead(path:reason:)``.
    static func requireReadable(_ path: String) throws -> String {
        _ = try text(path)
        return path
    }

    /// The content of a file.
    ///
    /// - Throws: ``CommandError/cannotRead(path:reason:)``.
    static func text(_ path: String) throws -> String {
        func cannotRead(_ reason: String) -> CommandError { .cannotRead(path: path, reason: reason) }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw cannotRead("there is no such file")
            case EACCES: throw cannotRead("permission was denied")
            default: throw cannotRead(String(cString: strerror(errno)))
            }
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw cannotRead(errno == EISDIR ? "it is a directory" : String(cString: strerror(errno)))
            }
            if count == 0 { break }
            bytes += chunk[..<count]
            guard bytes.count <= mostBytes else {
                throw cannotRead("it has more than \(mostBytes / 1024) kB, and no such file is as long")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw cannotRead("it is not UTF-8") }
        return text
    }
}
