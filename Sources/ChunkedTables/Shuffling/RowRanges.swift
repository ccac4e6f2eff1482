internal import TaskGraph

/// The places at which the rows of a table in an order are divided into pieces of about the same size.
///
/// Equal rows are in the order of the tasks that divide them (``SplitParts``), and of their places in these; so a piece may begin
/// between equal rows, and is not large if many of them are equal.
struct RowRanges: Sendable {
    /// The orders of the rows.
    let orders: [ColumnOrder]

    /// The values, by order, of the first row of each piece but the first.
    let firsts: TableChunk

    /// The task of each of these rows, and its place among the rows of the task.
    let tasks: [Int]
    let places: [Int]

    /// Creates ranges from their parts.
    init(orders: [ColumnOrder], firsts: TableChunk, tasks: [Int], places: [Int]) {
        (self.orders, self.firsts, self.tasks, self.places) = (orders, firsts, tasks, places)
    }

    /// The number of pieces.
    var count: Int { firsts.rows + 1 }

    /// Returns the rows of each piece among those of a task.
    func pieces(of chunk: TableChunk, at task: Int) -> [[Int]] {
        var pieces = [[Int]](repeating: [], count: count)
        let keys = SortKeys(chunk, orders: orders)
        let bounds = SortKeys(firsts, orders: ownOrders)
        for row in 0..<chunk.rows {
            // The number of pieces that begin at the row or before it.
            var (low, high) = (0, firsts.rows)
            while low < high {
                let middle = (low + high) / 2
                var order = keys.order(of: row, before: middle, in: bounds)
                if order == 0 {
                    let isBefore = (task, row) < (tasks[middle], places[middle])
                    order = isBefore ? -1 : 1
                }
                if order < 0 { high = middle } else { low = middle + 1 }
            }
            pieces[low].append(row)
        }
        return pieces
    }

    /// The orders with the positions of their columns in ``firsts``.
    private var ownOrders: [ColumnOrder] {
        orders.enumerated().map { ColumnOrder(place: $0, isDescending: $1.isDescending) }
    }
}

extension RowRanges {
    /// Divides the rows of a table by samples.
    ///
    /// - Parameters:
    ///   - orders: The orders of the rows.
    ///   - surveys: The survey of the rows of each task, in order.
    ///   - count: The number of pieces, at least 1; there are fewer if the samples have fewer rows.
    init(orders: [ColumnOrder], surveys: [RowSurvey], count: Int) {
        var rows = surveys.first?.sample ?? TableChunk(kinds: [])
        for survey in surveys.dropFirst() { rows.append(survey.sample) }
        let tasks = surveys.enumerated().flatMap { task, survey in
            [Int](repeating: task, count: survey.sample.rows)
        }
        let places = surveys.flatMap { survey in (0..<survey.sample.rows).map { $0 * survey.stride } }
        let weights = surveys.flatMap { [Double](repeating: Double($0.stride), count: $0.sample.rows) }
        // Equal rows are in the order of the tasks.
        let own = orders.enumerated().map { ColumnOrder(place: $0, isDescending: $1.isDescending) }
        let order = rows.rows == 0 ? [] : SortKeys(rows, orders: own).sortedRows
        let share = weights.reduce(0, +) / Double(max(1, count))
        var (chosen, sum): ([Int], Double) = ([], 0)
        for row in order {
            if sum >= share * Double(chosen.count + 1), chosen.count + 1 < count { chosen.append(row) }
            sum += weights[row]
        }
        self.orders = orders
        firsts = rows.rows(at: chosen).withoutUnusedTexts()
        self.tasks = chosen.map { tasks[$0] }
        self.places = chosen.map { places[$0] }
    }
}
