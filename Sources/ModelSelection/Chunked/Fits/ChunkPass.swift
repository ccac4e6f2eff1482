import ChunkedMatrices
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
    private let x, y, folds: [TaskInput<Matrix>]

    init(_ rows: ChunkedRows, chunks: Range<Int>) {
        (self.rows, self.chunks) = (rows, chunks)
        let (graph, blocks) = ChunkedMatrix.insert(
            [rows.x, rows.y] + (rows.folds.map { [$0.column] } ?? []), rowChunks: chunks)
        self.graph = graph
        (x, y, folds) = (blocks[0], blocks[1], blocks.count > 2 ? blocks[2] : [])
    }

    /// The first row of a chunk.
    func firstRow(of chunk: Int) -> Int { rows.x.rowChunks[chunk].lowerBound }

    /// Returns the rows of a set in a chunk, for a step.
    ///
    /// Those of ``ChunkedRowSet/all`` are not checked to be finite.
    mutating func features(of set: ChunkedRowSet, in chunk: Int, for step: String) -> TaskInput<Matrix> {
        take(set, from: x[chunk - chunks.lowerBound], chunk, step)
    }

    /// Returns the targets of a set in a chunk.
    mutating func target(of set: ChunkedRowSet, in chunk: Int) -> TaskInput<Matrix> {
        take(set, from: y[chunk - chunks.lowerBound], chunk, nil)
    }

    private mutating func take(
        _ set: ChunkedRowSet, from block: TaskInput<Matrix>, _ chunk: Int, _ step: String?
    ) -> TaskInput<Matrix> {
        func insert(_ fold: Int, takesOthers: Bool) -> TaskInput<Matrix> {
            graph.insert(
                TakeFold(fold: fold, takesOthers: takesOthers, row: firstRow(of: chunk), step: step),
                .init(block: block, folds: folds[chunk - chunks.lowerBound]))
        }
        switch set {
        case .all: return block
        case .fold(let fold): return insert(fold, takesOthers: false)
        case .others(let fold): return insert(fold, takesOthers: true)
        }
    }

    /// Returns rows of a chunk after some steps.
    mutating func transformed(
        _ x: TaskInput<Matrix>, by steps: some Sequence<ChunkedModel>
    ) -> TaskInput<Matrix> {
        var x = x
        for step in steps {
            let model = step.insert(into: &graph)
            x = graph.insert(
                Transform(kind: step.kind), .init(step: model.reading(), x: x.reading())
            ).reading()
        }
        return x
    }
}
