/// The association of a column with the target, over the rows in which both have a value.
public struct Association: Sendable, Equatable, Codable {
    /// A measure of association.
    public enum Measure: String, Sendable, Codable, CaseIterable {
        /// Pearson's correlation coefficient of two columns of numbers or dates, from -1 to 1.
        case pearson

        /// The correlation ratio of numbers by classes, with Kelley's correction for the number of classes (ε), from 0 to
        /// 1.
        case correlationRatio = "correlation-ratio"

        /// Cramér's V of two columns of classes, with Bergsma's correction for bias, from 0 to 1.
        case cramersV = "cramers-v"
    }

    /// The name of the column.
    public let column: String

    /// The measure.
    public let measure: Measure

    /// The value of the measure.
    public let value: Double

    /// The number of rows in which both the column and the target have a value.
    public let rows: Int

    /// Whether the column nearly determines the target.
    var isNearlyOne: Bool { value.magnitude >= 0.99 }

    /// Measures the association of two columns; returns nil if it is undefined.
    init?(of column: Column, _ variable: Variable, with target: Variable) {
        self.column = column.name
        let result: (value: Double, rows: Int)?
        switch (variable, target) {
        case (.numbers(let x), .numbers(let y)):
            (measure, result) = (.pearson, PearsonCorrelation.value(x, y))
        case (.numbers(let x), .classes(let codes, let count)),
            (.classes(let codes, let count), .numbers(let x)):
            (measure, result) = (.correlationRatio, CorrelationRatio.value(x, codes, classes: count))
        case (.classes(let x, let columns), .classes(let y, let rows)):
            (measure, result) = (.cramersV, CramersV.value(x, columns, y, rows))
        }
        guard let result, result.value.isFinite else { return nil }
        (value, rows) = result
    }
}
