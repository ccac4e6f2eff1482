import Files

/// A small text file that the command reads, possibly a pipe.
enum InputFile {
    /// The maximum size of a file, in bytes: far larger than any file written by hand.
    private static let maxBytes = 1 << 20

    /// Returns the path if a text can be read from it.
    ///
    /// - Throws: ``CommandError/cannotRead(path:reason:)``.
    static func requireReadable(_ path: String) throws -> String {
        _ = try text(path)
        return path
    }

    /// Reads a file as UTF-8 text.
    ///
    /// - Throws: ``CommandError/cannotRead(path:reason:)``.
    static func text(_ path: String) throws -> String {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.bytes(path, atMost: maxBytes)
        } catch {
            throw CommandError.cannotRead(path: path, reason: error.reason)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError.cannotRead(path: path, reason: "it is not valid UTF-8")
        }
        return text
    }
}
