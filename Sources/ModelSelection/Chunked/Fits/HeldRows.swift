import Learning
import TaskGraph

/// Transformed rows that the session holds, because each step of a solver reads them.
struct HeldRows {
    /// Rows of a training set before a step.
    struct ID: Hashable {
        /// What happens to the rows before.
        let path: TaskKey
        let rows: ChunkedRowSet
    }

    private var chunks: [ID: [Int: ChunkedRuns.HeldTask]] = [:]

    /// Transforms the rows of some fits in one pass, if together they take at most a number of bytes; otherwise, holds none.
    ///
    /// - Throws: `CancellationError`; errors of the scheduler.
    init(
        of fits: some Sequence<(path: ChunkedPath, rows: ChunkedRowSet)>, in rows: ChunkedRows,
        within limit: Int, by runs: inout ChunkedRuns
    ) async throws {
        var wanted: [(id: ID, path: ChunkedPath)] = []
        var bytes = 0
        for (path, set) in fits {
            let id = ID(path: path.key, rows: set)
            guard !wanted.contains(where: { $0.id == id }) else { continue }
            wanted.append((id, path))
            bytes += rows.count(of: set) * path.rowBytes(of: rows.features.columns)
        }
        guard !wanted.isEmpty, bytes <= limit else { return }
        let held = try await runs.hold(over: rows, results: wanted.count) {
            (pass, chunk, index) -> TaskInput<Features>? in
            let (id, path) = wanted[index]
            guard rows.count(of: id.rows, in: chunk) > 0, !(path.isOfTable && id.rows == .all) else {
                return nil
            }
            return pass.rows(of: id.rows, in: chunk, after: path, for: path.models.first?.kind ?? "")
        }
        for (entry, tasks) in zip(wanted, held) { chunks[entry.id] = tasks }
    }

    /// Inserts the rows of a training set in a chunk; nil if they are not held.
    func insert(
        _ set: ChunkedRowSet, after path: ChunkedPath, in chunk: Int, into pass: inout ChunkPass
    ) -> TaskInput<Features>? {
        chunks[ID(path: path.key, rows: set)]?[chunk].map {
            TaskInput(pass.graph.insert(known: $0.key, of: $0.holder))
        }
    }
}
