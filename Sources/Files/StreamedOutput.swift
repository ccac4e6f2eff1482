#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// An output file that is written piece by piece, from its start to its end.
///
/// A regular file appears under its name when it is complete, as a ``DraftFile``. Devices, pipes and paths below `/dev` and
/// `/proc` are written to directly.
package final class StreamedOutput: Sendable {
    /// The path as given by the caller.
    package let path: String

    /// A number that no other output of this process has.
    package let identity: Int

    private let target: OutputTarget
    private let draft: DraftFile?
    private let descriptor: Int32

    /// Opens an output.
    package init(_ path: String) throws(FileError) {
        self.path = path
        let target = try OutputTarget(path)
        self.target = target
        var status = stat()
        let file = target.destination
        if stat(file, &status) == 0, target.isWrittenDirectly(status) {
            draft = nil
            descriptor = open(file, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
            identity = Int(UInt64.random(in: 0 ... .max) >> 1)
            guard descriptor >= 0 else { throw target.systemError }
        } else {
            let draft = try DraftFile(path)
            self.draft = draft
            descriptor = -1
            identity = draft.identity
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - offset: The number of bytes that have been written before.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
        if let draft { return try draft.write(bytes, at: offset) }
        try target.write(bytes, to: descriptor)
    }

    /// Flushes the bytes to disk, and gives the file its name.
    package func commit() throws(FileError) { try draft?.commit() }
}
