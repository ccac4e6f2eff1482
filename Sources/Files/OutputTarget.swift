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
        let draft = try DraftFile(path)
        try draft.write(bytes, at: 0)
        try draft.commit()
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

    /// Whether the path is a device or a pipe, which is not replaced.
    package var isWrittenDirectly: Bool {
        var status = stat()
        return stat(destination, &status) == 0 && isWrittenDirectly(status)
    }

    func isWrittenDirectly(_ status: stat) -> Bool { status.type != S_IFREG || isSystemPath }

    /// Whether the path is below `/dev` or `/proc`, where names refer to devices and open files.
    private var isSystemPath: Bool { path.hasPrefix("/dev/") || path.hasPrefix("/proc/") }

    /// The path after following symbolic links, whether or not a file exists there.
    var destination: String {
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

    func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(FileError) {
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
    var systemError: FileError { error(String(cString: strerror(errno))) }
}
