import TaskGraph

/// The direction in which elements are reduced to one.
public enum ReductionAxis: String, CaseIterable, Sendable {
    /// One result for each column, in a row (NumPy's `axis=0`).
    case byColumn = "by-column"
    /// One result for each row, in a column (NumPy's `axis=1`).
    case byRow = "by-row"
    /// One result for all elements.
    case overall
}

/// What elements are reduced to.
///
/// Each block is reduced to a partial result, which has a row for each of the statistic's numbers and a column for each
/// result. Partial results are combined in a tree of fixed shape.
enum Statistic: String, CaseIterable, Sendable {
    case sum, minimum, maximum
    /// The number of elements, their mean, and the sum of the squares of their differences from it.
    case moments

    /// The number of rows of a partial result.
    var count: Int { self == .moments ? 3 : 1 }
}

/// How a result follows from the combined partial result.
enum ReductionResult: Hashable, Sendable {
    /// The sum, minimum or maximum itself.
    case value
    /// The sum divided by a number.
    case mean(of: Int)
    /// The variance, with the number of elements less `ddof` as the divisor.
    case variance(ddof: Int)
    /// The square root of the variance.
    case standardDeviation(ddof: Int)
}

/// The tree of a reduction: at most so many partial results are combined by one task.
enum ReductionTree {
    static let width = 8

    /// Combines tasks until one is left.
    ///
    /// - Parameter combine: Inserts the task that combines some.
    static func reduce<Value>(
        _ tasks: [TaskInput<Value>], _ combine: ([TaskInput<Value>]) -> TaskInput<Value>
    ) -> TaskInput<Value> {
        var level = tasks
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: width).map { start in
                let group = Array(level[start..<min(start + width, level.count)])
                return group.count == 1 ? group[0] : combine(group)
            }
        }
        return level[0]
    }
}
