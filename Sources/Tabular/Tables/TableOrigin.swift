/// The source of a table, from which it can be read again.
enum TableOrigin: Sendable {
    /// The path of a regular file.
    case file(path: String)

    /// The bytes of a source that cannot be read twice.
    case bytes([UInt8])

    /// Finds the source at a path: a file, or the contents of a pipe or of standard input (`-`).
    ///
    /// - Throws: ``TabularError`` if it cannot be read.
    init(path: String) throws {
        if path == "-" {
            self = .bytes(try FileBytes(standardInputAs: Self.name(ofPath: path)).readAll())
            return
        }
        let file = try FileBytes(path: path)
        self = file.isRegular ? .file(path: path) : .bytes(try file.readAll())
    }

    /// The name of the file at a path in messages.
    static func name(ofPath path: String) -> String { path == "-" ? "standard input" : path }

    /// Whether the source is held in memory.
    var isInMemory: Bool { if case .bytes = self { true } else { false } }

    /// Opens the source at its start; decompresses it if it is a gzip file.
    ///
    /// - Parameter file: The name of the source in error messages.
    func open(as file: String) throws -> any ByteSource {
        switch self {
        case .file(let path):
            let source = try FileBytes(path: path)
            return source.begins(with: GzipBytes.signature) ? try GzipBytes(source, file: file) : source
        case .bytes(let bytes):
            let source = MemoryBytes(bytes)
            return bytes.starts(with: GzipBytes.signature) ? try GzipBytes(source, file: file) : source
        }
    }
}
