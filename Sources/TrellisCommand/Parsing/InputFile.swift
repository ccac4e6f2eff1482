import Files

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
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.bytes(path, atMost: mostBytes)
        } catch {
            throw CommandError.cannotRead(path: path, reason: error.reason)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError.cannotRead(path: path, reason: "it is not UTF-8")
        }
        return text
    }
}
