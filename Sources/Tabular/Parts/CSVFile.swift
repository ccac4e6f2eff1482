#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A CSV file whose parts are read separately, and the state in which it was found.
package struct CSVFile: Sendable, Equatable {
    /// The path of the file, as given by the caller.
    package let path: String

    /// The path from the root, by which other processes find the file.
    package let absolutePath: String

    /// The size in bytes.
    package let size: Int

    /// The time of the last modification, in nanoseconds since 1970.
    package let modified: Int

    /// Whether the file is compressed by gzip, so that it can only be read from its start.
    package let isCompressed: Bool

    /// Creates a description of a file from its parts.
    package init(path: String, size: Int, modified: Int, isCompressed: Bool) {
        (self.path, self.size, self.modified, self.isCompressed) = (path, size, modified, isCompressed)
        absolutePath = Self.absolute(path)
    }

    /// Finds the file at a path.
    ///
    /// - Throws: ``TabularError`` if it cannot be read, or is not a regular file.
    package init(path: String) throws {
        let file = try FileBytes(path: path)
        guard file.isRegular else {
            throw TabularError.unreadable(
                path: path, reason: "it is not a regular file; only such files are read in parts")
        }
        self.init(
            path: path, size: file.size, modified: try file.status().modified,
            isCompressed: file.begins(with: GzipBytes.signature))
    }

    /// Opens the file.
    ///
    /// - Throws: ``TabularError``; that the file has changed, if its size or its time is another.
    func open() throws -> FileBytes {
        let file = try FileBytes(path: path)
        try require(file)
        return file
    }

    /// Throws an error if an open file is not in the state in which it was found.
    func require(_ file: FileBytes) throws {
        let status = try file.status()
        guard status.size == size, status.modified == modified else { throw hasChanged }
    }

    /// Returns a path from the root.
    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }

    /// The error that the file has changed.
    var hasChanged: TabularError {
        .unreadable(path: path, reason: "the file has changed since it was opened; open it again")
    }
}

extension FileBytes {
    /// The size of the file now, and the time of its last modification in nanoseconds since 1970.
    func status() throws -> (size: Int, modified: Int) {
        let status = try systemStatus()
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return (Int(status.st_size), Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec))
    }
}
