internal import TaskGraph

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A folder that workers can read, too: data are written there once, under names with the hash of their content.
///
/// A file holds the frames of a value, one after the other. It appears under its name only when it is whole, and is
/// compared with the data before it is used again, so that one that was damaged is written anew. Nothing is ever
/// removed: other runs may read it.
struct SharedDirectory: Sendable {
    /// The folder, from the root: workers run elsewhere.
    let path: String

    /// A folder that this process can write to.
    ///
    /// - Throws: ``DaskClusterError/sharedDirectoryUnusable(path:reason:)``.
    init(_ path: String) throws(DaskClusterError) {
        guard let resolved = realpath(path, nil) else { throw Self.failure(path) }
        defer { free(resolved) }
        self.path = String(cString: resolved)
        var status = stat()
        guard stat(self.path, &status) == 0 else { throw Self.failure(path) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw Self.failure(path, ENOTDIR) }
        guard access(self.path, W_OK | X_OK) == 0 else { throw Self.failure(path) }
    }

    /// The path of the file with the frames of a value, which is written unless it is there.
    ///
    /// Linear in the bytes, which are read where they are there.
    ///
    /// - Parameter name: what the file's name begins with.
    /// - Throws: ``DaskClusterError/sharedDirectoryUnusable(path:reason:)``.
    func file(of value: EncodedValue, name: String) throws(DaskClusterError) -> String {
        // The description holds the frames' hashes, and the version of what they are.
        let file = "\(path)/\(name)-\(value.meta.withUnsafeBytes { TaskKey(hashing: $0) }).frames"
        if Self.holds(file, value.frames) { return file }
        let unfinished = "\(file).\(getpid()).\(UInt32.random(in: 0...(.max)))"
        do throws(DaskClusterError) {
            try Self.write(value.frames, to: unfinished)
            guard rename(unfinished, file) == 0 else { throw Self.failure(file) }
        } catch {
            unlink(unfinished)
            throw error
        }
        return file
    }

    /// Whether a file holds the bytes of some frames, and nothing else.
    private static func holds(_ path: String, _ frames: [Frame]) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, Int(status.st_size) == frames.reduce(0, { $0 + $1.count }) else {
            return false
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        return frames.allSatisfy { frame in
            frame.withUnsafeBytes { bytes in
                var place = 0
                while place < bytes.count {
                    let count = read(file, &buffer, min(buffer.count, bytes.count - place))
                    if count < 0, errno == EINTR { continue }
                    guard count > 0, let start = bytes.baseAddress,
                        memcmp(start + place, buffer, count) == 0
                    else { return false }
                    place += count
                }
                return true
            }
        }
    }

    /// Writes the bytes of some frames to a new file, and waits until they are on the disk.
    private static func write(_ frames: [Frame], to path: String) throws(DaskClusterError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        let isWritten = frames.allSatisfy { frame in
            frame.withUnsafeBytes { bytes in
                var place = 0
                while place < bytes.count {
                    let count = systemWrite(file, bytes.baseAddress.map { $0 + place }, bytes.count - place)
                    if count < 0, errno != EINTR { return false }
                    place += max(0, count)
                }
                return true
            }
        }
        guard isWritten, fsync(file) == 0 else { throw failure(path) }
    }

    private static func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Darwin)
            Darwin.write(file, bytes, count)
        #else
            Glibc.write(file, bytes, count)
        #endif
    }

    private static func failure(_ path: String, _ number: Int32 = errno) -> DaskClusterError {
        .sharedDirectoryUnusable(path: path, reason: String(cString: strerror(number)))
    }
}
