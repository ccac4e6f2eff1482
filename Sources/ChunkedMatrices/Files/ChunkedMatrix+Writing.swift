import Files
import LinearAlgebra
import TaskGraph

extension ChunkedMatrix {
    /// Computes the matrix and writes it to a file in NumPy's format (`.npy`), block by block.
    ///
    /// The file appears under its name when it is complete; a file that exists is replaced. If the computation fails, is
    /// cancelled or killed, no file appears.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - scheduler: The scheduler: serial or threads, because the tasks write to a file of this process.
    ///   - memoryLimit: The maximum bytes of blocks and running tasks, as for `Scheduler.open(memoryLimit:)`.
    /// - Throws: ``ChunkedMatricesError``; the `TaskFailure` of the first block that fails; `CancellationError`.
    public func write(npy path: String, on scheduler: some Scheduler, memoryLimit: Int? = nil) async throws {
        let header = ArrayHeader(rows: rows, columns: columns)
        let draft: DraftFile
        do {
            draft = try DraftFile(path)
            try header.bytes.withUnsafeBytes { try draft.write($0, at: 0) }
        } catch let error as FileError {
            throw ChunkedMatricesError.cannotAccess(path: path, reason: error.reason)
        }
        var (graph, blocks) = graph
        let writes = blocks.enumerated().map { index, block in
            let place = node.place(at: index)
            let write = WriteBlock(
                draft: draft, offset: header.byteCount, width: columns, row: node.rows[place.row].lowerBound,
                column: node.columns[place.column].lowerBound)
            return graph.insert(write, .init(block: TaskInput(block))).task
        }
        let result = try await scheduler.run(graph, outputs: writes, memoryLimit: memoryLimit)
        for write in writes { _ = try result.value(of: write, as: Int.self) }
        do throws(FileError) {
            try draft.commit()
        } catch {
            throw ChunkedMatricesError.cannotAccess(path: path, reason: error.reason)
        }
    }
}

/// Writes a block to a file, and returns its number of elements.
struct WriteBlock: TypedOperation {
    struct Inputs: TaskInputList {
        let block: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { $0.block }
    }

    let draft: DraftFile
    let offset: Int
    let width: Int
    let row: Int
    let column: Int
    let name = "write-block"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(draft.identity)
        encoder.append([offset, width, row, column])
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Int {
        let block = try inputs.block
        let isWhole = block.columns == width
        let (lines, length) = isWhole ? (1, block.count) : (block.rows, block.columns)
        try block.withUnsafeValues { values in
            for line in 0..<lines where length > 0 {
                let elements = UnsafeBufferPointer(rebasing: values[line * length..<(line + 1) * length])
                let first = (row + line) * width + column
                do throws(FileError) {
                    try draft.write(UnsafeRawBufferPointer(elements), at: offset + 8 * first)
                } catch {
                    throw ChunkedMatricesError.cannotAccess(path: draft.path, reason: error.reason)
                }
            }
        }
        return block.count
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        TaskEstimate(seconds: 1e-5 + 2e-9 * Double(inputs.block.rows * inputs.block.columns))
    }
}
