import Files

/// An output file, which is checked before the work begins and written atomically at its end.
struct OutputFile {
    /// The flag that names the file.
    let option: String

    private let target: OutputTarget

    /// The path of the file.
    var path: String { target.path }

    /// Whether the file is a device or a pipe, which is not replaced.
    var isWrittenDirectly: Bool { target.isWrittenDirectly }

    /// Checks that a file can be written at `path`, without touching it.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    init(_ path: String, option: String) throws {
        self.option = option
        do {
            target = try OutputTarget(path)
        } catch {
            throw CommandError.cannotWrite(path: error.path, reason: error.reason)
        }
    }

    /// Writes the file; replaces an existing file atomically, unless it is a device or a pipe.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    func write(_ text: String) throws {
        do {
            try target.write(text)
        } catch {
            throw CommandError.cannotWrite(path: error.path, reason: error.reason)
        }
    }

    /// Checks that no two outputs are the same file and that no output is an input, even by different paths.
    ///
    /// - Parameters:
    ///   - outputs: The files to write; nil for outputs that were not requested.
    ///   - inputs: The name of each input in messages, and its path; nil for inputs that were not given.
    /// - Throws: ``CommandError/conflict(_:)``.
    static func requireDistinct(
        _ outputs: [OutputFile?], inputs: [(name: String, path: String?)]
    ) throws {
        var owners: [FileIdentity: String] = [:]
        for (name, path) in inputs {
            if let path, let place = FileIdentity(path) { owners[place] = name }
        }
        for output in outputs.compactMap({ $0 }) where !output.path.hasPrefix("/dev/") {
            guard let place = FileIdentity(output.path) else { continue }
            if let owner = owners[place] {
                throw CommandError.conflict(
                    "\(output.option): '\(output.path)' is also \(owner); write to another file")
            }
            owners[place] = "the file of \(output.option)"
        }
    }
}
