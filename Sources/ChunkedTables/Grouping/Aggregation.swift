/// A statistic of the rows of a group, as a column of the result.
///
/// ```swift
/// let tips = try trips.grouped(by: "hour").aggregated(.rows, .mean("tip"), .maximum("tip", as: "largest"))
/// ```
///
/// Missing values are left out, as in pandas. The definitions are those of pandas: the sum of no values is 0, and their
/// other statistics are missing; the variance divides by one less than the number of values.
public struct Aggregation: Sendable, Hashable {
    /// The kind of a statistic.
    public enum Statistic: String, Sendable, Hashable, CaseIterable {
        /// The number of rows.
        case rows
        /// The number of values that are not missing.
        case count
        /// The sum of numbers.
        case sum
        /// The mean of numbers or dates.
        case mean
        /// The variance of numbers.
        case variance
        /// The standard deviation of numbers.
        case standardDeviation
        /// The least value.
        case minimum
        /// The greatest value.
        case maximum
        /// The first value in the order of the files.
        case first
        /// The number of distinct values.
        case distinct
    }

    /// The statistic.
    public let statistic: Statistic

    /// The name of the column; nil for the number of rows.
    public let column: String?

    /// The name of the column of the result.
    public let name: String

    private init(_ statistic: Statistic, _ column: String?, as name: String?, _ word: String) {
        self.statistic = statistic
        self.column = column
        self.name = name ?? column.map { "\(word)_\($0)" } ?? word
    }

    /// The number of rows, named `count`.
    public static let rows = Aggregation(.rows, nil, as: nil, "count")

    /// Returns the number of values that are not missing.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `count_` and the name of the column.
    public static func count(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.count, column, as: name, "count")
    }

    /// Returns the sum of numbers.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `sum_` and the name of the column.
    public static func sum(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.sum, column, as: name, "sum")
    }

    /// Returns the mean of numbers or dates.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `mean_` and the name of the column.
    public static func mean(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.mean, column, as: name, "mean")
    }

    /// Returns the variance of numbers, which divides by one less than their number.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `var_` and the name of the column.
    public static func variance(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.variance, column, as: name, "var")
    }

    /// Returns the standard deviation of numbers, the square root of the variance.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `std_` and the name of the column.
    public static func standardDeviation(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.standardDeviation, column, as: name, "std")
    }

    /// Returns the least value; texts are compared as bytes.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `min_` and the name of the column.
    public static func minimum(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.minimum, column, as: name, "min")
    }

    /// Returns the greatest value; texts are compared as bytes.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `max_` and the name of the column.
    public static func maximum(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.maximum, column, as: name, "max")
    }

    /// Returns the first value that is not missing, in the order of the files.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `first_` and the name of the column.
    public static func first(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.first, column, as: name, "first")
    }

    /// Returns the number of distinct values, exactly: the memory grows with their number.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `distinct_` and the name of the column.
    public static func distinct(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.distinct, column, as: name, "distinct")
    }
}

extension Aggregation.Statistic {
    /// The statistics that are added up for it.
    var parts: [GroupStatistic] {
        switch self {
        case .rows: [.rows]
        case .count: [.count]
        case .sum: [.sum]
        case .mean: [.sum, .count]
        case .variance, .standardDeviation: [.moments]
        case .minimum: [.minimum]
        case .maximum: [.maximum]
        case .first: [.first]
        case .distinct: [.distinct]
        }
    }

    /// What the statistic needs, in messages; nil if the values of a kind are suitable.
    func need(unmetBy kind: ValueKind) -> String? {
        switch self {
        case .sum, .variance, .standardDeviation: kind.isNumeric ? nil : "numbers"
        case .mean: kind == .text ? "numbers or dates" : nil
        default: nil
        }
    }

    /// The name of the statistic in messages.
    var phrase: String {
        switch self {
        case .standardDeviation: "standard deviation"
        default: rawValue
        }
    }

    /// Returns the column of the result, from the states of ``parts``.
    func column(_ states: [GroupState], groups: [Int]) -> TableChunk.Column {
        let state = states[0]
        var result = TableChunk.Column(kind: resultKind(of: state.kind))
        switch self {
        case .rows, .count, .distinct: result.numbers = groups.map { state.first[$0] }
        case .sum, .minimum, .maximum, .first:
            if result.kind == .text {
                result.texts = state.texts
                result.codes = groups.map { state.first[$0].isNaN ? -1 : Int32(state.first[$0]) }
            } else {
                result.numbers = groups.map { state.first[$0] }
                result.areIntegers = state.areIntegers
            }
        case .mean:
            let counts = states[1].first
            result.numbers = groups.map { state.first[$0] / counts[$0] }
            result.areIntegers = false
        case .variance, .standardDeviation:
            let variances = groups.map {
                state.first[$0] < 2 ? .nan : state.third[$0] / (state.first[$0] - 1)
            }
            result.numbers = self == .variance ? variances : variances.map { $0.squareRoot() }
            result.areIntegers = false
        }
        return result
    }

    private func resultKind(of kind: ValueKind) -> ValueKind {
        switch self {
        case .minimum, .maximum, .first, .mean: kind == .flag ? .number : kind
        default: .number
        }
    }
}
