internal import Files
internal import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The folder for rows that wait on disk, because they do not fit in memory.
///
/// The files in it have no names. However the process ends, nothing is left of them. They take up to twice the bytes of the
/// rows that are sorted.
///
/// ```swift
/// let spill = try SpillFolder("/data/spill")
/// let sorted = try await trips.sorted(by: [RowOrder("fare")], on: scheduler, memoryLimit: 512 << 20, spill: spill)
/// print(spill.writtenBytes)
/// ```
public final class SpillFolder: Sendable {
    /// The path of the folder.
    public let path: String

    private let written = Atomic<Int>(0)

    /// Checks that files can be created in a folder.
    ///
    /// - Parameter path: The path of the folder; nil for that of the environment variable `TMPDIR`, or else `/tmp`.
    /// - Throws: ``ChunkedTableError/spillFolder(path:reason:)`` if there is no such folder, or files cannot be created in it.
    public init(_ path: String? = nil) throws {
        let standard = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        self.path = path ?? standard ?? "/tmp"
        var status = stat()
        guard stat(self.path, &status) == 0 else {
            throw ChunkedTableError.spillFolder(path: self.path, reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw ChunkedTableError.spillFolder(path: self.path, reason: "it is not a folder")
        }
        do throws(FileError) {
            _ = try ScratchFile(in: self.path)
        } catch {
            throw ChunkedTableError.spillFolder(path: self.path, reason: error.reason)
        }
    }

    /// The number of bytes that have been written so far.
    public var writtenBytes: Int { written.load(ordering: .relaxed) }

    /// Creates a file.
    func file() throws -> SpillFile {
        do throws(FileError) {
            return SpillFile(folder: self, file: try ScratchFile(in: path))
        } catch {
            throw ChunkedTableError.spill(folder: path, reason: error.reason)
        }
    }

    fileprivate func count(_ bytes: Int) { written.add(bytes, ordering: .relaxed) }
}

/// A file in a ``SpillFolder``, whose space is free when the last reference ends.
struct SpillFile: Sendable {
    fileprivate let folder: SpillFolder
    fileprivate let file: ScratchFile

    /// A number that no other file of this process has.
    var identity: Int { file.identity }

    /// The path of the folder.
    var path: String { folder.path }

    /// Appends bytes, and returns their place.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    func append(_ bytes: [UInt8]) throws -> Int {
        do {
            let offset = try bytes.withUnsafeBytes { try file.append($0) }
            folder.count(bytes.count)
            return offset
        } catch let error as FileError {
            throw ChunkedTableError.spill(folder: folder.path, reason: error.reason)
        }
    }

    /// Reads the bytes at a place.
    ///
    /// - Throws: ``ChunkedTableError/spill(folder:reason:)``.
    func read(_ count: Int, at offset: Int) throws -> [UInt8] {
        do {
            return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                try file.read(
                    into: UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count), at: offset)
                initialized = count
            }
        } catch let error as FileError {
            throw ChunkedTableError.spill(folder: folder.path, reason: error.reason)
        }
    }
}
