internal import TaskGraph

/// Joins the rows of a partition of the left table with those of the right one, which are in memory, and divides the result into
/// pieces by the tasks that divided the left table.
struct JoinChunks: TypedOperation {
    struct Inputs: TaskInputList {
        /// The rows of the left table, in order; the last column are their numbers.
        let left: TaskInput<TableChunk>

        /// The rows of the right table, in order.
        let right: TaskInput<TableChunk>

        static let order = TaskInputOrder(Inputs.init) { ($0.left, $0.right) }
    }

    /// The positions of the keys in each table.
    let leftKeys: [Int]
    let rightKeys: [Int]

    /// The positions of the columns of the right table that are in the result.
    let rightColumns: [Int]
    let kind: JoinKind

    /// The number of tasks that divided the left table.
    let tasks: Int

    let name = "join-chunks"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(leftKeys)
        encoder.append(rightKeys)
        encoder.append(rightColumns)
        encoder.append(kind.rawValue)
        encoder.append(tasks)
    }

    /// Returns a piece for each task, whose last column are the numbers of the left rows.
    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> TablePieces {
        let (left, right) = (try inputs.left, try inputs.right)
        guard leftKeys.allSatisfy(left.columns.indices.contains), !left.columns.isEmpty,
            (rightKeys + rightColumns).allSatisfy(right.columns.indices.contains)
        else { throw inputs.error(at: \.left, expected: "rows with the columns of the join") }
        let table = JoinTable(right, keys: rightKeys, columns: rightColumns)
        var joined = left.joined([], table.columns, [])
        var search = JoinSearch(table)
        let groups = search.groups(
            of: leftKeys.map { left.columns[$0].values(dictionary: $0) }, rows: left.rows
        ) {
            guard case .texts(_, let place) = $0 else { return .none }
            return left.columns[place].texts
        }
        var pairs = JoinPairs(search, groups: groups) { [kind] _ in kind == .left }
        while let (leftRows, rightRows) = pairs.next() {
            try context.checkCancellation()
            joined.append(left.joined(leftRows, table.columns, rightRows))
        }
        var rows = [[Int]](repeating: [], count: tasks)
        for (row, number) in (joined.columns.last?.numbers ?? []).enumerated() {
            let task = Int(number / SplitParts.rowsOfTask)
            guard rows.indices.contains(task) else {
                throw inputs.error(at: \.left, expected: "rows of \(tasks) tasks")
            }
            rows[task].append(row)
        }
        return TablePieces(joined, rows: rows)
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let bytes = inputs.left.bytes + inputs.right.bytes
        return TaskEstimate(seconds: 1e-4 + 2e-8 * Double(bytes), bytes: 2 * bytes, workBytes: 4 * bytes)
    }
}
