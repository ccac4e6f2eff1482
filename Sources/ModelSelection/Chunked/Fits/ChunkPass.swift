import ChunkedData
import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// The tasks of a pass over some chunks.
///
/// A chunk is read once for all tasks that need some of its rows, and released when the last of them has ended. A pass over
/// all chunks consists of several graphs, so that no chunk waits in memory for tasks of others, and none for a later pass.
struct ChunkPass {
    var graph: TaskGraph

    /// The chunks.
    let chunks: Range<Int>

    private let rows: ChunkedRows
    private let x: [TaskInput<Features>]
    private let y, folds: [TaskInput<Matrix>]

    init(_ rows: ChunkedRows, chunks: Range<Int>) {
        (self.rows, self.chunks) = (rows, chunks)
        let (graph, features, columns) = rows.features.graph(
            with: [rows.y] + (rows.folds.map { [$0.column] } ?? []), chunks: chunks)
        (self.graph, x, y) = (graph, features, columns[0])
        folds = columns.count > 1 ? columns[1] : []
    }

    /// The first row of a chunk.
    func firstRow(of chunk: Int) -> Int { rows.features.rowChunks[chunk].lowerBound }

    /// Returns the rows of a set in a chunk as a step reads them.
    ///
    /// Those of ``ChunkedRowSet/all`` are not checked to be finite.
    ///
    /// - Parameters:
    ///   - set: The rows.
    ///   - chunk: The chunk.
    ///   - path: What happens to the rows before the step.
    ///   - step: The name of the step, for errors.
    mutating func rows(
        of set: ChunkedRowSet, in chunk: Int, after path: ChunkedPath, for step: String
    ) -> TaskInput<Features> {
        let block = x[chunk - chunks.lowerBound]
        var x: TaskInput<Features>
        switch path.start {
        case .columns(nil): x = take(set, from: block, chunk, step).reading()
        case .columns(let columns?):
            // The same rows for all branches.
            let taken = take(set, from: block, chunk, "columns")
            x = graph.insert(TakeColumns(columns: columns), .init(x: taken.reading())).reading()
        case .joined(let branches):
            let blocks = branches.map { rows(of: set, in: chunk, after: $0, for: step) }
            x = graph.insert(JoinColumns(keepsCodes: true), .init(blocks: blocks)).reading()
        }
        for model in path.models {
            let step = model.insert(into: &graph)
            x = graph.insert(Transform(kind: model.kind), .init(step: step.reading(), x: x)).reading()
        }
        return x
    }

    /// Returns the targets of a set in a chunk.
    mutating func target(of set: ChunkedRowSet, in chunk: Int) -> TaskInput<Matrix> {
        take(set, from: y[chunk - chunks.lowerBound].reading(), chunk, nil).reading()
    }

    private mutating func take(
        _ set: ChunkedRowSet, from block: TaskInput<Features>, _ chunk: Int, _ step: String?
    ) -> TaskInput<any RowCollection> {
        func insert(_ fold: Int, takesOthers: Bool) -> TaskInput<any RowCollection> {
            graph.insert(
                TakeFold(
                    fold: fold, takesOthers: takesOthers, row: firstRow(of: chunk), step: step,
                    acceptsMissing: step != nil && rows.hasMissing),
                .init(block: block, folds: folds[chunk - chunks.lowerBound]))
        }
        switch set {
        case .all: return block.reading()
        case .fold(let fold): return insert(fold, takesOthers: false)
        case .others(let fold): return insert(fold, takesOthers: true)
        }
    }
}
