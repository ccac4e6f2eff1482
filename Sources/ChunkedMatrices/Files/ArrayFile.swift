import LinearAlgebra
import TaskGraph

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A matrix in a file in NumPy's format, whose elements are read block by block.
///
/// Blocks are read rather than mapped into memory, because a mapped file that another process shortens would end this
/// one.
struct ArrayFile: SliceableSource {
    let path: String
    let header: ArrayHeader
    let state: FileState
    private var firstRow = 0
    private var firstColumn = 0

    /// Opens a file and reads its header.
    ///
    /// - Throws: ``ChunkedMatricesError``.
    init(_ path: String) throws {
        self.path = path
        let file = try OpenFile(path)
        state = try file.state()
        header = try ArrayHeader(
            file.read(min(ArrayHeader.longest, max(0, state.size)), at: 0), path: path)
        guard header.fileSize <= state.size else {
            throw ChunkedMatricesError.notAnArray(
                path: path, reason: "it has \(state.size) bytes; expected \(header.fileSize): it is cut off")
        }
    }

    func sliced(_ rows: Range<Int>, _ columns: Range<Int>) -> ArrayFile {
        var source = self
        source.firstRow += rows.lowerBound
        source.firstColumn += columns.lowerBound
        return source
    }

    func insert(_ rows: Range<Int>, _ columns: Range<Int>, into graph: inout TaskGraph) -> TaskInput<Matrix> {
        graph.insert(
            ReadArrayBlock(
                path: path, state: state, type: header.type, offset: header.byteCount,
                width: header.isColumnMajor ? header.rows : header.columns, rows: rows.shifted(by: firstRow),
                columns: columns.shifted(by: firstColumn)))
    }
}

/// The size and the modification time of a file.
struct FileState: Hashable, Sendable {
    let size: Int
    /// Nanoseconds since 1970.
    let modified: Int
}

/// A file that is open for reading.
struct OpenFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Opens a file.
    init(_ path: String) throws(ChunkedMatricesError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.systemError(path) }
    }

    deinit { close(descriptor) }

    private static func systemError(_ path: String) -> ChunkedMatricesError {
        .cannotAccess(
            path: path, reason: errno == ENOENT ? "there is no such file" : String(cString: strerror(errno)))
    }

    func state() throws(ChunkedMatricesError) -> FileState {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.systemError(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotAccess(path: path, reason: "it is not a file")
        }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return FileState(
            size: Int(status.st_size), modified: Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec))
    }

    func read(_ count: Int, at offset: Int) throws(ChunkedMatricesError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var failure: ChunkedMatricesError?
        bytes.withUnsafeMutableBytes { bytes in
            do throws(ChunkedMatricesError) { try read(into: bytes, at: offset) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Fills a buffer with the bytes from an offset on.
    func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(ChunkedMatricesError) {
        var done = 0
        while done < target.count {
            let count = pread(
                descriptor, target.baseAddress.map { $0 + done }, target.count - done, off_t(offset + done))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.systemError(path) }
            guard count > 0 else { throw .fileChanged(path: path) }
            done += count
        }
    }
}

/// Reads a block of an array whose elements are stored row by row.
struct ReadArrayBlock: TypedOperation {
    typealias Inputs = NoInputs
    let path: String
    let state: FileState
    let type: ArrayElement
    /// The number of bytes before the first element.
    let offset: Int
    /// The number of columns of the whole array.
    let width: Int
    let rows: Range<Int>
    let columns: Range<Int>
    let name = "read-array-block"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(path)
        encoder.append(type.rawValue)
        encoder.append([
            state.size, state.modified, offset, width, rows.lowerBound, rows.upperBound, columns.lowerBound,
            columns.upperBound,
        ])
    }

    /// - Throws: ``ChunkedMatricesError``, also if the file has changed since it was opened.
    func run(_ inputs: TaskInputValues<NoInputs>, in context: TaskContext) throws -> Matrix {
        let file = try OpenFile(path)
        guard try file.state() == state else { throw ChunkedMatricesError.fileChanged(path: path) }
        let isWhole = columns.count == width
        // Whole rows are one range of bytes.
        let (lines, lineLength) = isWhole ? (1, rows.count * width) : (rows.count, columns.count)
        return try Matrix(rows: rows.count, columns: columns.count) { target in
            target.initialize(repeating: 0)
            for line in 0..<lines where lineLength > 0 {
                let first = (rows.lowerBound + line) * width + columns.lowerBound
                let elements = UnsafeMutableBufferPointer(
                    rebasing: target[line * lineLength..<(line + 1) * lineLength])
                if type == .double {
                    try file.read(
                        into: UnsafeMutableRawBufferPointer(elements), at: offset + first * type.size)
                } else {
                    let bytes = try file.read(lineLength * type.size, at: offset + first * type.size)
                    bytes.withUnsafeBytes { type.convert($0, into: elements) }
                }
            }
        }
    }

    func estimate(for inputs: TaskInputEstimates<NoInputs>) -> TaskEstimate {
        .block(rows.count, columns.count, perElement: 2e-9)
    }
}

extension ChunkedMatrix {
    /// Opens a matrix in a file in NumPy's format (`.npy`), of which each computation reads what it needs.
    ///
    /// The elements may be doubles, floats, integers or Booleans, in either order, little endian. An array of one
    /// dimension is a column. If the file changes while it is read, the computation fails.
    ///
    /// - Parameters:
    ///   - path: The path. On a cluster, all workers must be able to read it.
    ///   - chunks: The shape of the chunks.
    /// - Throws: ``ChunkedMatricesError``.
    public init(npy path: String, chunks: ChunkShape = .automatic) throws {
        let file = try ArrayFile(path)
        let chunks = chunks.chunks(rows: file.header.rows, columns: file.header.columns)
        if file.header.isColumnMajor {
            self = ChunkedMatrix(MatrixNode(file, rows: chunks.columns, columns: chunks.rows)).transposed
        } else {
            self.init(MatrixNode(file, rows: chunks.rows, columns: chunks.columns))
        }
    }
}
