import Files

/// A file that the command is to write: looked at before the work begins, written whole at its end.
struct OutputFile {
    /// The flag that names the file.
    let option: String

    private let target: OutputTarget

    /// Where it is to be.
    var path: String { target.path }

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

    /// Writes the file; one that is there is replaced whole or not at all, unless it is a device or a pipe.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    func write(_ text: String) throws {
        do {
            try target.write(text)
        } catch {
            throw CommandError.cannotWrite(path: error.path, reason: error.reason)
        }
    }

    /// Throws ``CommandError/conflict(_:)`` if two of the outputs are one file, or one is an input, however the paths are
    /// spelled.
    ///
    /// - Parameters:
    ///   - outputs: the files to write; nil for those that are not wanted.
    ///   - inputs: what each input is called, and its path; nil for those that are not there.
    static func checkThatNoneIsLost(
        _ outputs: [OutputFile?], inputs: [(name: String, path: String?)]
    ) throws {
        var owners: [FilePlace: String] = [:]
        for (name, path) in inputs {
            if let path, let place = FilePlace(path) { owners[place] = name }
        }
        for output in outputs.compactMap({ $0 }) where !output.path.hasPrefix("/dev/") {
            guard let place = FilePlace(output.path) else { continue }
            if let owner = owners[place] {
                throw CommandError.conflict(
                    "\(output.option): '\(output.path)' is \(owner), too; write to another file")
            }
            owners[place] = "the file of \(output.option)"
        }
    }
}
