#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file that is written piece by piece, and appears under its name when it is complete.
///
/// Until then it is unnamed, if the system supports it, so that a process that is killed leaves no file behind. The
/// target of a symbolic link is replaced, and the link is kept.
///
/// `@unchecked Sendable`: the descriptor is constant, and writes at different offsets do not affect each other.
package final class DraftFile: @unchecked Sendable {
    /// The path as given by the caller.
    package let path: String
    /// A number that no other draft of this process has.
    package let identity: Int

    private let destination: String
    private let draft: String
    private let descriptor: Int32
    private let isNamed: Bool
    private let old: stat?

    /// Creates a draft of the file at a path.
    package init(_ path: String) throws(FileError) {
        let target = try OutputTarget(path)
        let destination = target.destination
        self.path = path
        self.destination = destination
        identity = Int(UInt64.random(in: 0 ... .max) >> 1)
        var status = stat()
        old = stat(destination, &status) == 0 ? status : nil
        if let old, old.type != S_IFREG {
            throw FileError(cannotWrite: path, reason: "it is not a file")
        }
        let (folder, name) = destination.folderAndName
        // A file name is limited to 255 bytes, regardless of the number of characters.
        let start = String(decoding: name.utf8.prefix(180), as: UTF8.self)
        draft = "\(folder)/.\(start).\(UInt64.random(in: 0 ... .max)).partial"
        (descriptor, isNamed) = try Self.openDraft(in: folder, named: draft, path: path)
    }

    deinit {
        close(descriptor)
        if isNamed { unlink(draft) }
    }

    /// Writes bytes at an offset; several threads may write at the same time.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let written = pwrite(
                descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw systemError }
            done += written
        }
    }

    /// Writes bytes at an offset.
    package func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        // The closure's error type is not inferred through the standard library's rethrowing functions.
        var failure: FileError?
        bytes.withUnsafeBytes { bytes in
            do throws(FileError) { try write(bytes, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Flushes the bytes to disk, and gives the file its name.
    ///
    /// An existing file is replaced; its permissions and, if the user is allowed to set it, its owner are kept.
    ///
    /// - Parameter isDurable: Whether the bytes are flushed. Otherwise, if the machine loses power, the file may be damaged
    ///   although it has its name.
    package func commit(isDurable: Bool = true) throws(FileError) {
        if let old {
            // Set the owner first, because a change of owner may clear permission bits.
            _ = fchown(descriptor, old.st_uid, old.st_gid)
            guard fchmod(descriptor, old.st_mode & 0o7777) == 0 else { throw systemError }
        }
        guard !isDurable || fsync(descriptor) == 0 else { throw systemError }
        if !isNamed {
            unlink(draft)
            let link = "/proc/self/fd/\(descriptor)"
            guard linkat(AT_FDCWD, link, AT_FDCWD, draft, AT_SYMLINK_FOLLOW) == 0 else { throw systemError }
        }
        guard rename(draft, destination) == 0 else {
            let error = systemError
            unlink(draft)
            throw error
        }
        guard isDurable else { return }
        let folder = open(destination.folderAndName.folder, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            _ = fsync(folder)
            close(folder)
        }
    }

    /// Opens a new file in a folder: unnamed if the system supports it, otherwise with the given name.
    private static func openDraft(
        in folder: String, named draft: String, path: String
    ) throws(FileError) -> (descriptor: Int32, isNamed: Bool) {
        #if os(Linux)
            let nameless = Glibc.open(folder, O_WRONLY | temporaryFile | O_CLOEXEC, 0o666)
            if nameless >= 0, access("/proc/self/fd/\(nameless)", F_OK) == 0 { return (nameless, false) }
            if nameless >= 0 { close(nameless) }
        #endif
        #if canImport(Darwin)
            let descriptor = Darwin.open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        #else
            let descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        #endif
        guard descriptor >= 0 else {
            throw FileError(cannotWrite: path, reason: String(cString: strerror(errno)))
        }
        return (descriptor, true)
    }

    #if os(Linux)
        /// `O_TMPFILE`, a macro that Swift cannot import.
        private static let temporaryFile: Int32 = 0o20_000_000 | O_DIRECTORY
    #endif

    /// The error of the last failed system call.
    private var systemError: FileError {
        FileError(cannotWrite: path, reason: String(cString: strerror(errno)))
    }
}

extension stat {
    /// The file type bits of the mode.
    var type: mode_t { st_mode & S_IFMT }
}
