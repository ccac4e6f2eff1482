import ChunkedData
import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// The rows of fits and searches: features and targets in the same chunks, and the fold of each row.
///
/// Features are never in memory as a whole. Classes and folds are, because stratified folds depend on all of them.
struct ChunkedRows: Sendable {
    /// The features.
    let features: ChunkedFeatures

    /// The target, in one column.
    let y: ChunkedMatrix

    /// The class of each row; nil for numbers.
    let labels: Labels?

    /// The names of the classes; empty for numbers.
    let names: [String]

    /// The fold of each row; nil if all rows are one training set.
    let folds: ChunkedFolds?

    /// Reads the classes of the target, and divides the rows into folds.
    ///
    /// - Throws: ``ChunkedFitError``, `LearningError`, ``ModelSelectionError``; the failure of a task that computes the target.
    init(
        _ x: ChunkedFeatures, _ target: ChunkedTarget, splitter: (any FoldSplitter)? = nil,
        in session: any Session
    ) async throws {
        guard x.rows > 0, x.columns > 0 else { throw LearningError.noData(rows: x.rows, columns: x.columns) }
        let column = target.column
        guard column.rows == x.rows, column.columns == 1 else {
            throw ChunkedFitError.targetShape(
                rows: column.rows, columns: column.columns, expectedRows: x.rows)
        }
        features = x
        y = column.rechunked(rows: x.rowChunks, columns: column.columnChunks)
        names = target.names
        let labels =
            target.names.isEmpty
            ? nil : try await column.compute(in: session).target(names: target.names, row: 0).labels
        self.labels = labels
        folds = try splitter.map { splitter in
            let target = labels.map { Target.labels($0) } ?? .values([])
            return ChunkedFolds(try splitter.folds(rows: x.rows, target: target), chunks: x.rowChunks)
        }
    }

    /// The number of chunks.
    var chunkCount: Int { features.rowChunks.count }

    /// The number of rows.
    var rowCount: Int { features.rows }

    /// Whether cells are missing, which the first steps accept.
    var hasMissing: Bool { features.profile.columns.contains { $0.firstMissing != nil } }

    /// The disjoint sets of rows whose summaries are added up: the folds, or all rows.
    var parts: [ChunkedRowSet] { folds.map { (0..<$0.count).map { .fold($0) } } ?? [.all] }

    /// Returns the number of rows of a set in a chunk.
    func count(of set: ChunkedRowSet, in chunk: Int) -> Int {
        folds?.rows(of: set, in: chunk) ?? features.rowChunks[chunk].count
    }

    /// Returns the number of rows of a set.
    func count(of set: ChunkedRowSet) -> Int {
        (0..<chunkCount).reduce(0) { $0 + count(of: set, in: $1) }
    }

    /// Returns the chunks that have rows of a set.
    func chunks(of set: ChunkedRowSet) -> [Int] {
        (0..<chunkCount).filter { count(of: set, in: $0) > 0 }
    }

    /// Returns the number of rows of each class in a set; empty for numbers.
    func classCounts(of set: ChunkedRowSet) -> [Int] {
        guard let labels else { return [] }
        guard let ofRow = folds?.ofRow else { return labels.counts }
        return labels.codes.indices.reduce(into: [Int](repeating: 0, count: names.count)) { counts, row in
            let isInSet =
                switch set {
                case .all: true
                case .fold(let fold): ofRow[row] == Int32(fold)
                case .others(let fold): ofRow[row] != Int32(fold)
                }
            if isInSet { counts[Int(labels.codes[row])] += 1 }
        }
    }
}
