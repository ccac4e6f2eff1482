internal import TaskGraph

/// Rows that are divided into pieces, each of which another task reads.
struct TablePieces: Sendable {
    let pieces: [TableChunk]

    init(_ pieces: [TableChunk]) { self.pieces = pieces }

    /// Divides the rows of a chunk.
    ///
    /// - Parameters:
    ///   - chunk: The rows.
    ///   - rows: The rows of each piece.
    init(_ chunk: TableChunk, rows: [[Int]]) {
        pieces = rows.map { chunk.rows(at: $0).withoutUnusedTexts() }
    }
}

/// Takes one of the pieces, so that the others need not be moved to the worker that reads it.
struct TakePiece: TypedOperation {
    struct Inputs: TaskInputList {
        let pieces: TaskInput<TablePieces>

        static let order = TaskInputOrder(Inputs.init) { $0.pieces }
    }

    let index: Int

    /// The number of pieces.
    let count: Int

    let name = "take-piece"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append([index, count]) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> TableChunk {
        let pieces = try inputs.pieces.pieces
        guard pieces.count == count else {
            throw inputs.error(at: \.pieces, expected: "\(count) pieces")
        }
        return pieces[index]
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        TaskEstimate(seconds: 1e-6, bytes: inputs.pieces.bytes / count)
    }
}

/// Puts pieces one after another, and sorts their rows; equal rows keep their order.
struct MergePieces: TypedOperation {
    struct Inputs: TaskInputList {
        let pieces: [TaskInput<TableChunk>]

        static let order = TaskInputOrder(Inputs.init) { $0.pieces }
    }

    /// The orders; none for the order of the pieces.
    let orders: [ColumnOrder]

    let name = "merge-pieces"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(orders) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> TableChunk {
        let pieces = try inputs.pieces
        guard var whole = pieces.first else { preconditionFailure("there is at least one piece") }
        for piece in pieces.dropFirst() {
            try context.checkCancellation()
            whole.append(piece)
        }
        return whole.sorted(by: orders)
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let bytes = inputs.pieces.reduce(0) { $0 + $1.bytes }
        return TaskEstimate(seconds: 1e-4 + 1e-8 * Double(bytes), bytes: bytes, workBytes: 2 * bytes)
    }
}

extension TableChunk {
    /// Returns the rows without the texts that none of them has.
    func withoutUnusedTexts() -> TableChunk {
        TableChunk(rows: rows, columns: columns.map { $0.withoutUnusedTexts() })
    }
}

extension TableChunk.Column {
    fileprivate func withoutUnusedTexts() -> Self {
        guard kind == .text else { return self }
        var column = Self(kind: kind)
        column.areIntegers = areIntegers
        var renamed = [Int32](repeating: -1, count: texts.count)
        column.codes = codes.map { code in
            guard code >= 0 else { return -1 }
            if renamed[Int(code)] < 0 {
                renamed[Int(code)] = texts.withText(of: Int(code)) { column.texts.code(of: $0) }
            }
            return renamed[Int(code)]
        }
        return column
    }
}
