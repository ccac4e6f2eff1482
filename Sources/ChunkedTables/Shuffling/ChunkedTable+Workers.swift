internal import TaskGraph

/// Shuffles on the workers of a cluster.
///
/// A worker has no access to the disk of this process, nor to that of another worker. Rows are therefore divided into pieces that
/// are results of tasks, and move to the workers that read them; a worker that lacks memory writes them to its own disk. Nothing
/// of a shuffle runs before the rows of the result are needed.
extension ChunkedTable {
    /// The bytes of the rows that a task sorts in memory on a worker, relative to those of a part.
    private static let partsOfPiece = 4

    /// The largest number of pieces of the rows of a task, because each is a task.
    private static let mostPieces = 256

    /// Sorts the rows.
    ///
    /// One pass over the rows finds the forms of the columns, and the ranges into which another one divides the rows; each range
    /// is then sorted.
    func sortedOnWorkers(
        by orders: [ColumnOrder], on scheduler: some Scheduler, memoryLimit: Int?, onEvent: RunEvent.Handler?
    ) async throws -> ChunkedTable {
        guard !orders.isEmpty else { return try withNumbersForConditions() }
        let surveys = try await surveys(
            orders: orders, on: scheduler, memoryLimit: memoryLimit, onEvent: onEvent)
        let bytes = surveys.reduce(0) { $0 + $1.byteCount }
        let pieceBytes = Self.partsOfPiece * SpillPlan(memory: memoryLimit).chunkBytes
        let ranges = RowRanges(
            orders: orders, surveys: surveys, count: min(Self.mostPieces, bytes / pieceBytes + 1))
        var graph = TaskGraph()
        let (splits, kinds) = try splits(by: .ranges(ranges), in: &graph)
        let names = columnNames
        let parts = (0..<ranges.count).map { index in
            ComputedRows(
                names: names, byteCount: bytes / ranges.count,
                recipe: splits.merged(index, of: ranges.count, orders: orders, in: &graph))
        }
        return ChunkedTable(
            ChunkedSource(
                name: source.name, computed: parts, names: names, kinds: kinds, forms: surveys.forms))
    }

    /// Returns the table with numbers in place of conditions, as tables have whose rows are computed.
    private func withNumbersForConditions() throws -> ChunkedTable {
        try columns.filter { $0.kind == .flag }
            .reduce(self) { try $0.with($1.name, .column($1.name) * 1) }
    }

    /// Joins the rows with those of another table.
    ///
    /// The rows of both are divided by the hash of their keys. Each partition is joined, and divided by the tasks that read the
    /// rows of this table, so that the rows of the result are in its order, and in as many parts.
    func joinedOnWorkers(
        with other: ChunkedTable, _ leftKeys: [Int], _ rightKeys: [Int], _ rightColumns: [Int],
        kind: JoinKind, names: JoinNames, count: Int
    ) throws -> ChunkedTable {
        let count = min(Self.mostPieces, count)
        var graph = TaskGraph()
        let (left, leftKinds) = try splits(by: .hash(keys: leftKeys, count: count), in: &graph)
        let (right, rightKinds) = try other.splits(by: .hash(keys: rightKeys, count: count), in: &graph)
        let join = JoinChunks(
            leftKeys: leftKeys, rightKeys: rightKeys, rightColumns: rightColumns, kind: kind,
            tasks: left.count)
        let joined = (0..<count).map { index in
            let pairs = (
                left.merged(index, of: count, orders: [], in: &graph),
                right.merged(index, of: count, orders: [], in: &graph)
            )
            return TaskRecipe(in: &graph) { graph in
                let inputs = JoinChunks.Inputs(
                    left: pairs.0.insert(into: &graph), right: pairs.1.insert(into: &graph))
                return graph.insert(join, inputs)
            }
        }
        let kinds = leftKinds + rightColumns.map { rightKinds[$0].ofCells }
        // The last column are the numbers of the left rows, which are not part of the table.
        let order = ColumnOrder(place: kinds.count, isDescending: false)
        let bytes = byteCount(ofColumns: columns.count) + other.byteCount(ofColumns: other.columns.count)
        let parts = left.indices.map { index in
            ComputedRows(
                names: names.all + ["\u{0}"], byteCount: bytes / left.count,
                recipe: joined.merged(index, of: left.count, orders: [order], in: &graph))
        }
        return ChunkedTable(
            ChunkedSource(name: source.name, computed: parts, names: names.all, kinds: kinds, forms: nil))
    }

    /// Returns the tasks that divide the rows, and the types of the columns.
    private func splits(
        by rule: SplitParts.Rule, in graph: inout TaskGraph
    ) throws -> ([TaskRecipe<TablePieces>], [ValueKind]) {
        let (scans, kinds) = try scans(outputs: columnNames.map { .column($0) })
        let splits = scans.groupsForShuffles.enumerated().map { place, scans in
            TaskRecipe(in: &graph) { graph in
                graph.insert(
                    SplitParts(scans: scans, kinds: kinds, place: place, rule: rule),
                    .init(scans, in: &graph))
            }
        }
        return (splits, kinds)
    }
}

extension [TaskRecipe<TablePieces>] {
    /// Returns the task that puts one piece of each together, and sorts its rows.
    fileprivate func merged(
        _ index: Int, of count: Int, orders: [ColumnOrder], in graph: inout TaskGraph
    ) -> TaskRecipe<TableChunk> {
        TaskRecipe(in: &graph) { graph in
            let take = graph.register(typed: TakePiece(index: index, count: count))
            let pieces = map { graph.insert(take, .init(pieces: $0.insert(into: &graph))) }
            return graph.insert(MergePieces(orders: orders), .init(pieces: pieces))
        }
    }
}
