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
        /// The number of distinct values, estimated if they are many.
        case approximateDistinct
        /// A quantile of numbers or dates.
        case quantile
    }

    /// The statistic.
    public let statistic: Statistic

    /// The name of the column; nil for the number of rows.
    public let column: String?

    /// The name of the column of the result.
    public let name: String

    /// The probability of a quantile, from 0 to 1; nil for other statistics.
    public let probability: Double?

    private init(
        _ statistic: Statistic, _ column: String?, as name: String?, _ word: String,
        probability: Double? = nil
    ) {
        self.statistic = statistic
        self.probability = probability
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

    /// Returns the number of distinct values, exactly.
    ///
    /// With a memory limit, values that do not fit wait in the spill folder.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `distinct_` and the name of the column.
    public static func distinct(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.distinct, column, as: name, "distinct")
    }

    /// Returns the number of distinct values, exactly up to 1,024 of them, and otherwise estimated by HyperLogLog.
    ///
    /// An estimate has a relative standard error of 0.81 %: of a million values, 68 % of the estimates are between 991,900
    /// and 1,008,100. A group takes 16 KiB, however many values it has. ``TableSummary/result(on:sortedBy:limit:memoryLimit:spill:onEvent:)``
    /// returns which results are estimates.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `approximate_distinct_` and the name of the column.
    public static func approximateDistinct(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.approximateDistinct, column, as: name, "approximate_distinct")
    }

    /// Returns the median of numbers or dates: the quantile for the probability 0.5.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - name: The name of the result; nil for `median_` and the name of the column.
    public static func median(_ column: String, as name: String? = nil) -> Aggregation {
        Aggregation(.quantile, column, as: name, "median", probability: 0.5)
    }

    /// Returns a quantile of numbers or dates.
    ///
    /// It is exact, interpolated linearly between the two nearest values as in pandas, for a group of up to 4,096 values or
    /// 2,048 distinct ones. That extends to 16,384 distinct values as long as not more than half of the values so far are
    /// distinct. Of other groups, it is one of the values, whose rank may be wrong by a bounded share of their number: at most
    /// 0.2 % of a million values, and 0.5 % of a billion; on typical data, a tenth of that. A group takes at most 512 KiB for
    /// distinct values, and otherwise 32 KiB for each doubling of 4,096 values.
    /// ``TableSummary/result(on:sortedBy:limit:memoryLimit:spill:onEvent:)`` returns which results are approximate, and the bound of their
    /// errors.
    ///
    /// - Parameters:
    ///   - column: The name of the column.
    ///   - probability: The share of the values that are at most the quantile, from 0 to 1.
    ///   - name: The name of the result; nil for the percentage and the name of the column, such as `q25_fare`.
    public static func quantile(
        _ column: String, _ probability: Double, as name: String? = nil
    ) -> Aggregation {
        let percent = probability * 100
        // 0.07 × 100 is 7.000000000000001.
        let rounded = (percent * 1e9).rounded() / 1e9
        let text = rounded == rounded.rounded() && rounded.magnitude < 1e9 ? "\(Int(rounded))" : "\(rounded)"
        return Aggregation(.quantile, column, as: name, "q\(text)", probability: probability)
    }
}
