#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file to write: checked before the work begins, written whole or not at all at its end.
///
/// A file that is there keeps its permissions and, where the user may give it, its owner; a link stays a link, and what it
/// points to is replaced. What is no regular file (a device, a pipe, whatever is below `/dev` and `/proc`) is written into. Bytes are on the disk
/// before the name points to them, and until then they are in a file without a name where the system has such files: a
/// process that is killed while it writes leaves nothing behind.
package struct OutputTarget: Sendable {
    /// The path as it was given.
    package let path: String

    /// Checks that a file can be written at a path, without touching it.
    package init(_ path: String) throws(FileError) {
        self.path = path
        if path.isEmpty { throw error("the path is empty") }
        var status = stat()
        let file = destination
        if stat(file, &status) == 0 {
            if status.type == S_IFDIR { throw error("it is a directory") }
            guard access(file, W_OK) == 0 else { throw systemError }
            if isWrittenInto(status) { return }
        }
        let (folder, name) = file.folderAndName
        if name.isEmpty { throw error("it is a directory") }
        guard stat(folder, &status) == 0, status.type == S_IFDIR else {
            throw error("there is no folder '\(folder)'")
        }
        guard access(folder, W_OK | X_OK) == 0 else { throw systemError }
    }

    /// Writes the bytes.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var status = stat()
        let file = destination
        let exists = stat(file, &status) == 0
        if exists, isWrittenInto(status) {
            // `/dev/stdout` may be a file that has content already.
            let descriptor = open(file, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
            guard descriptor >= 0 else { throw systemError }
            defer { close(descriptor) }
            return try write(bytes, to: descriptor)
        }
        try replace(file, with: bytes, like: exists ? status : nil)
    }

    /// Writes a text in UTF-8.
    package func write(_ text: String) throws(FileError) {
        let bytes = Array(text.utf8)
        // The closure's error type is not inferred through the standard library's rethrowing functions.
        var failure: FileError?
        bytes.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func isWrittenInto(_ status: stat) -> Bool { status.type != S_IFREG || isOfTheSystem }

    /// Whether the path is below `/dev` or `/proc`, where names stand for what other programs hold open.
    private var isOfTheSystem: Bool { path.hasPrefix("/dev/") || path.hasPrefix("/proc/") }

    /// Where the bytes go: what the path points to, if it is a link, whether or not that exists.
    private var destination: String {
        if isOfTheSystem { return path }
        var target = path
        // As many links as the system would follow.
        for _ in 0..<40 {
            var status = stat()
            guard lstat(target, &status) == 0, status.type == S_IFLNK else { break }
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(target, &buffer, buffer.count)
            guard count > 0 else { break }
            let link = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
            target = link.hasPrefix("/") ? link : target.folderAndName.folder + "/" + link
        }
        return target
    }

    private func replace(
        _ file: String, with bytes: UnsafeRawBufferPointer, like old: stat?
    ) throws(FileError) {
        let (folder, name) = file.folderAndName
        // A name has at most 255 bytes, however many characters that are.
        let start = String(decoding: name.utf8.prefix(180), as: UTF8.self)
        let draft = "\(folder)/.\(start).\(UInt64.random(in: 0 ... .max)).partial"
        let (descriptor, isNamed) = try Self.openDraft(in: folder, named: draft, error: { systemError })
        defer { close(descriptor) }
        do throws(FileError) {
            if let old {
                // The owner first, for to change it may take permissions away.
                _ = fchown(descriptor, old.st_uid, old.st_gid)
                guard fchmod(descriptor, old.st_mode & 0o7777) == 0 else { throw systemError }
            }
            try write(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw systemError }
            if !isNamed {
                unlink(draft)
                let link = "/proc/self/fd/\(descriptor)"
                guard linkat(AT_FDCWD, link, AT_FDCWD, draft, AT_SYMLINK_FOLLOW) == 0 else {
                    throw systemError
                }
            }
            guard rename(draft, file) == 0 else { throw systemError }
        } catch {
            unlink(draft)
            throw error
        }
        let opened = open(folder, O_RDONLY | O_CLOEXEC)
        if opened >= 0 {
            _ = fsync(opened)
            close(opened)
        }
    }

    /// Opens a new file in a folder: without a name if that is possible, else of the given one.
    private static func openDraft(
        in folder: String, named draft: String, error: () -> FileError
    ) throws(FileError) -> (descriptor: Int32, isNamed: Bool) {
        #if os(Linux)
            let nameless = open(folder, O_WRONLY | temporaryFile | O_CLOEXEC, 0o666)
            if nameless >= 0, access("/proc/self/fd/\(nameless)", F_OK) == 0 { return (nameless, false) }
            if nameless >= 0 { close(nameless) }
        #endif
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw error() }
        return (descriptor, true)
    }

    #if os(Linux)
        /// `O_TMPFILE`, which is a macro that Swift does not see through.
        private static let temporaryFile: Int32 = 0o20_000_000 | O_DIRECTORY
    #endif

    private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            #if canImport(Darwin)
                let written = Darwin.write(descriptor, rest.baseAddress, rest.count)
            #else
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            #endif
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw systemError }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    private func error(_ reason: String) -> FileError { FileError(cannotWrite: path, reason: reason) }

    /// What the system says of its last error.
    private var systemError: FileError { error(String(cString: strerror(errno))) }
}

extension stat {
    /// What kind of file it is.
    fileprivate var type: mode_t { st_mode & S_IFMT }
}
