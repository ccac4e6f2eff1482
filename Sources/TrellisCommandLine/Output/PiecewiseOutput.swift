import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A text that is written piece by piece: to a file that appears when it is complete, to a device or a pipe, or to standard
/// output.
final class PiecewiseOutput {
    private enum Destination {
        case draft(DraftFile)
        case open(Int32, path: String)
    }

    private let destination: Destination
    private var offset = 0

    /// - Parameter file: The file; nil for standard output.
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    init(_ file: OutputFile?) throws {
        guard let file else {
            destination = .open(STDOUT_FILENO, path: "standard output")
            return
        }
        if file.isWrittenDirectly {
            let descriptor = open(file.path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
            guard descriptor >= 0 else {
                throw CommandError.cannotWrite(path: file.path, reason: String(cString: strerror(errno)))
            }
            destination = .open(descriptor, path: file.path)
            return
        }
        destination = .draft(try Self.reporting { () throws(FileError) in try DraftFile(file.path) })
    }

    /// Writes a piece.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    func write(_ text: String) throws {
        switch destination {
        case .open(let descriptor, let path): try Terminal.write(text, to: descriptor, path: path)
        case .draft(let draft):
            let bytes = Array(text.utf8)
            try Self.reporting { () throws(FileError) in try draft.write(bytes, at: offset) }
            offset += bytes.count
        }
    }

    /// Completes the file.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    func close() throws {
        guard case .draft(let draft) = destination else { return }
        try Self.reporting { () throws(FileError) in try draft.commit() }
    }

    private static func reporting<Value>(_ body: () throws(FileError) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw CommandError.cannotWrite(path: error.path, reason: error.reason)
        }
    }
}
