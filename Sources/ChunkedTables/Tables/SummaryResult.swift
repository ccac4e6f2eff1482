public import Tabular

/// The computed statistics of a table, and which of them are approximate.
public struct SummaryResult: Sendable {
    /// The statistics.
    public let table: Table

    /// The columns with approximate results, in the order of the table; empty if all results are exact.
    public let approximations: [Approximation]

    /// Creates a result that is exact.
    package init(_ table: Table) { (self.table, approximations) = (table, []) }

    init(table: Table, approximations: [Approximation]) {
        (self.table, self.approximations) = (table, approximations)
    }

    /// A column of which some results are approximate.
    public struct Approximation: Sendable, Equatable, CustomStringConvertible {
        /// What an error is relative to.
        public enum Measure: String, Sendable, Equatable {
            /// The error is a bound for the difference of the rank, relative to the number of values.
            case rank
            /// The error is a standard error, relative to the result.
            case standardError
        }

        /// The name of the column.
        public let column: String

        /// The number of rows in which the result is approximate.
        public let rows: Int

        /// The number of all rows.
        public let rowCount: Int

        /// The largest error of a row.
        public let error: Double

        /// What the error is relative to.
        public let measure: Measure

        /// The approximation in words: `median_fare is approximate in 2 of 24 rows: ranks are off by at most 0.12 %`.
        public var description: String {
            func percent(_ rule: FloatingPointRoundingRule) -> String {
                "\((error * 10_000).rounded(rule) / 100) %"
            }
            let extent =
                switch measure {
                case .rank: "ranks are off by at most \(percent(.up))"
                case .standardError: "the standard error is \(percent(.toNearestOrAwayFromZero))"
                }
            return "\(column) is approximate in \(rows) of \(rowCount) rows: \(extent)"
        }
    }
}
