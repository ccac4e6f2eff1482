/// How much the score of a model drops if the values of one column are put in random order.
///
/// A column on which the predictions do not depend has an importance of 0. Of columns that say the same, each seems
/// unimportant, because the others are left as they are.
///
/// Source: Breiman, "Random forests", 2001, section 10.
public struct PermutationImportance: Sendable, Equatable {
    /// The names of the columns.
    public let columns: [String]

    /// The score of the rows as they are; of several models, the mean.
    public let score: Double

    /// For each column, the score minus that with the column permuted, for each repetition; of several models, those of
    /// the first come first.
    public let importances: [[Double]]

    /// The mean of each column's importances.
    public var means: [Double] { importances.map { $0.reduce(0, +) / Double($0.count) } }

    /// The standard deviation of each column's importances, with divisor n as in scikit-learn.
    public var standardDeviations: [Double] {
        zip(importances, means).map { values, mean in
            (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
        }
    }

    /// Creates importances from their parts.
    package init(columns: [String], score: Double, importances: [[Double]]) {
        (self.columns, self.score, self.importances) = (columns, score, importances)
    }

    /// Puts the importances of several models together.
    package init(_ parts: [PermutationImportance]) {
        self.init(
            columns: parts.first?.columns ?? [],
            score: parts.reduce(0) { $0 + $1.score } / Double(parts.count),
            importances: (0..<(parts.first?.columns.count ?? 0)).map { column in
                parts.flatMap { $0.importances[column] }
            })
    }
}
