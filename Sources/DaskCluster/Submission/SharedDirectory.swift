internal import TaskGraph

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A folder that workers can read, in which data are stored once, in files named by a hash of their content.
///
/// A file contains the concatenated frames of a value. It is renamed into place when it is complete. An existing file
/// is compared with the data before it is reused, so that a damaged file is replaced. Files are never removed,
/// because other runs may read them.
struct SharedDirectory: Sendable {
    /// The absolute path of the folder.
    let path: String

    /// Opens a folder, which must be writable.
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

    /// Returns the path of the file with the frames of a value; writes the file unless it exists.
    ///
    /// - Parameters:
    ///   - value: The encoded value.
    ///   - name: The beginning of the file name.
    /// - Throws: ``DaskClusterError/sharedDirectoryUnusable(path:reason:)``.
    /// - Complexity: Linear in the number of bytes, which are read if the file exists.
    func file(of value: EncodedValue, name: String) throws(DaskClusterError) -> String {
        // The description contains the hashes of the frames and the version of the value type.
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

    /// Whether the content of a file equals the concatenated frames.
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

    /// Writes frames to a new file and flushes them to disk.
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
