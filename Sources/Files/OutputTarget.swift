#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// An output file, which is checked before the work begins and written atomically at its end.
///
/// An existing file keeps its permissions and, if the user is allowed to set it, its owner. The target of a symbolic
/// link is replaced, and the link is kept. Devices, pipes and all paths below `/dev` and `/proc` are written to
/// directly.
///
/// The bytes are flushed to disk before the file appears under its name. Until then they are in an unnamed temporary
/// file, if the system supports it, so that a process that is killed while writing leaves no file behind.
package struct OutputTarget: Sendable {
    /// The path as given by the caller.
    package let path: String

    /// Checks that a file can be written at a path, without modifying it.
    package init(_ path: String) throws(FileError) {
        self.path = path
        if path.isEmpty { throw error("the path is empty") }
        var status = stat()
        let file = destination
        if stat(file, &status) == 0 {
            if status.type == S_IFDIR { throw error("it is a directory") }
            guard access(file, W_OK) == 0 else { throw systemError }
            if isWrittenDirectly(status) { return }
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
        if exists, isWrittenDirectly(status) {
            // `/dev/stdout` may be a file that already has content.
            let descriptor = open(file, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
            guard descriptor >= 0 else { throw systemError }
            defer { close(descriptor) }
            return try write(bytes, to: descriptor)
        }
        try replace(file, with: bytes, like: exists ? status : nil)
    }

    /// Writes a text as UTF-8.
    package func write(_ text: String) throws(FileError) {
        let bytes = Array(text.utf8)
        // The closure's error type is not inferred through the standard library's rethrowing functions.
        var failure: FileError?
        bytes.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func isWrittenDirectly(_ status: stat) -> Bool { status.type != S_IFREG || isSystemPath }

    /// Whether the path is below `/dev` or `/proc`, where names refer to devices and open files.
    private var isSystemPath: Bool { path.hasPrefix("/dev/") || path.hasPrefix("/proc/") }

    /// The path after following symbolic links, whether or not a file exists there.
    private var destination: String {
        if isSystemPath { return path }
        var target = path
        // The system follows at most 40 links, too.
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
        // A file name is limited to 255 bytes, regardless of the number of characters.
        let start = String(decoding: name.utf8.prefix(180), as: UTF8.self)
        let draft = "\(folder)/.\(start).\(UInt64.random(in: 0 ... .max)).partial"
        let (descriptor, isNamed) = try Self.openDraft(in: folder, named: draft, error: { systemError })
        defer { close(descriptor) }
        do throws(FileError) {
            if let old {
                // Set the owner first, because a change of owner may clear permission bits.
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

    /// Opens a new file in a folder: unnamed if the system supports it, otherwise with the given name.
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
        /// `O_TMPFILE`, a macro that Swift cannot import.
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

    /// The error of the last failed system call.
    private var systemError: FileError { error(String(cString: strerror(errno))) }
}

extension stat {
    /// The file type bits of the mode.
    fileprivate var type: mode_t { st_mode & S_IFMT }
}
