import ChunkedMatrices
import LinearAlgebra

/// The fold of each row, and the numbers of rows of each fold in each chunk.
struct ChunkedFolds: Sendable {
    /// The number of folds.
    let count: Int

    /// The fold of each row, in one column with the chunks of the rows.
    let column: ChunkedMatrix

    /// The number of the fold of each row.
    let ofRow: [Int32]

    /// The number of rows of each fold, by chunk.
    private let rowsInChunk: [[Int]]

    /// Divides folds into the chunks of the rows.
    ///
    /// - Complexity: O(rows + chunks × folds).
    init(_ folds: RowFolds, chunks: AxisChunks) {
        count = folds.count
        ofRow = folds.ofRow.map { Int32($0) }
        column = ChunkedMatrix(
            Matrix(rows: folds.ofRow.count, columns: 1, values: folds.ofRow.map(Double.init)), rows: chunks,
            columns: AxisChunks(length: 1, size: 1))
        rowsInChunk = (0..<chunks.count).map { chunk in
            folds.ofRow[chunks[chunk]].reduce(into: [Int](repeating: 0, count: folds.count)) { $0[$1] += 1 }
        }
    }

    /// Returns the number of rows of a set in a chunk.
    func rows(of set: ChunkedRowSet, in chunk: Int) -> Int {
        switch set {
        case .all: rowsInChunk[chunk].reduce(0, +)
        case .fold(let fold): rowsInChunk[chunk][fold]
        case .others(let fold): rowsInChunk[chunk].reduce(0, +) - rowsInChunk[chunk][fold]
        }
    }
}
