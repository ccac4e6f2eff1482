import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file for bytes that are needed only while this process runs.
///
/// The file has no name: it is created without one, if the system supports it, and otherwise its name is removed as soon as it
/// is open. Its space is free when the last reference ends, and when the process ends, in whatever way.
package final class ScratchFile: Sendable {
    /// The folder that the file is in, as given by the caller.
    package let folder: String

    /// A number that no other file of this process has.
    package let identity: Int

    private let descriptor: Int32

    /// The number of bytes that have been reserved.
    private let end = Atomic<Int>(0)

    /// Creates a file in a folder.
    package init(in folder: String) throws(FileError) {
        self.folder = folder
        identity = Int(UInt64.random(in: 0 ... .max) >> 1)
        descriptor = Self.openNameless(in: folder) ?? Self.openAndUnlink(in: folder, identity)
        guard descriptor >= 0 else { throw Self.systemError(folder) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The number of bytes.
    package var size: Int { end.load(ordering: .relaxed) }

    /// Appends bytes, and returns their offset; several threads may append at the same time.
    ///
    /// - Throws: `FileError`, for example if the disk is full.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) -> Int {
        let offset = end.add(bytes.count, ordering: .relaxed).oldValue
        var done = 0
        while done < bytes.count {
            let written = pwrite(
                descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw Self.systemError(folder) }
            done += written
        }
        return offset
    }

    /// Reads bytes that were appended at an offset.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
        var done = 0
        while done < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.systemError(folder) }
            guard count > 0 else {
                throw FileError(cannotRead: folder, reason: "a temporary file has been cut off")
            }
            done += count
        }
    }

    private static func openNameless(in folder: String) -> Int32? {
        #if os(Linux)
            let descriptor = Glibc.open(folder, O_RDWR | temporaryFile | O_EXCL | O_CLOEXEC, 0o600)
            return descriptor >= 0 ? descriptor : nil
        #else
            return nil
        #endif
    }

    /// Returns -1 if the file cannot be created.
    private static func openAndUnlink(in folder: String, _ identity: Int) -> Int32 {
        let path = "\(folder)/.\(identity).trellis"
        let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        #if canImport(Darwin)
            let descriptor = Darwin.open(path, flags, 0o600)
        #else
            let descriptor = Glibc.open(path, flags, 0o600)
        #endif
        if descriptor >= 0 { unlink(path) }
        return descriptor
    }

    #if os(Linux)
        /// `O_TMPFILE`, a macro that Swift cannot import.
        private static let temporaryFile: Int32 = 0o20_000_000 | O_DIRECTORY
    #endif

    /// The error of the last failed system call.
    private static func systemError(_ folder: String) -> FileError {
        FileError(cannotWrite: folder, reason: String(cString: strerror(errno)))
    }
}
