#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that the command is to write: looked at before the work begins, written whole at its end.
struct OutputFile {
    /// Where it is to be.
    let path: String

    /// Checks that a file can be written at `path`, without touching it.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    init(_ path: String) throws {
        self.path = path
        var status = stat()
        if stat(path, &status) == 0 {
            if Self.type(of: status) == S_IFDIR { throw cannotWrite("it is a directory") }
            guard access(path, W_OK) == 0 else { throw cannotWrite(Self.systemReason) }
            if Self.type(of: status) != S_IFREG { return }
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard stat(folder, &status) == 0 else { throw cannotWrite("there is no folder '\(folder)'") }
        guard access(folder, W_OK | X_OK) == 0 else { throw cannotWrite(Self.systemReason) }
    }

    /// Whether the file is there already and is the one at another path.
    func isSameFile(as other: String) -> Bool {
        var (own, others) = (stat(), stat())
        guard stat(path, &own) == 0, stat(other, &others) == 0 else { return false }
        return own.st_dev == others.st_dev && own.st_ino == others.st_ino
    }

    /// Writes the file; one that is there is replaced whole or not at all, unless it is a device or a pipe.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    func write(_ text: String) throws {
        var status = stat()
        let isSpecial = stat(path, &status) == 0 && Self.type(of: status) != S_IFREG
        let target = isSpecial ? path : "\(path).\(getpid()).partial"
        let file = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw cannotWrite(Self.systemReason) }
        do {
            defer { close(file) }
            try Terminal.write(text, to: file, path: path)
        } catch {
            if !isSpecial { unlink(target) }
            throw error
        }
        if !isSpecial, rename(target, path) != 0 {
            let reason = Self.systemReason
            unlink(target)
            throw cannotWrite(reason)
        }
    }

    private func cannotWrite(_ reason: String) -> CommandError { .cannotWrite(path: path, reason: reason) }

    private static func type(of status: stat) -> mode_t { status.st_mode & S_IFMT }

    /// What the system says of its last error.
    private static var systemReason: String { String(cString: strerror(errno)) }
}
