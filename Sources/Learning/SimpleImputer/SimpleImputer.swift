/// Fills missing cells with a statistic of their column, or with a constant.
///
/// A column without any value in the training rows is dropped, with a warning; if all columns are, the result has none.
/// Semantics of scikit-learn's `SimpleImputer`; in a table, each column is filled according to its kind.
///
/// ```swift
/// let model = try SimpleImputer(strategy: .median).fit(x, to: target)
/// ```
public struct SimpleImputer: TableTransformer {
    /// The value that fills missing cells.
    public enum Strategy: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// The mean; only for numbers and dates.
        case mean
        /// The median; only for numbers and dates.
        case median
        /// The most frequent value; the smallest of several.
        case mostFrequent = "most_frequent"
        /// The fill value.
        case constant
    }

    /// The value that fills missing cells.
    ///
    /// Defaults to the mean.
    public var strategy: Strategy

    /// The constant: a number for columns of numbers, and a name for columns of categories.
    ///
    /// Nil is 0 for numbers, and `missing_value` for categories.
    public var fillValue: FillValue?

    /// Whether to append a column of 0 and 1 for each column with a missing training cell, which is 1 where the cell is
    /// missing.
    ///
    /// Defaults to false.
    public var addIndicator: Bool

    /// Creates an imputer with the given parameters.
    public init(strategy: Strategy = .mean, fillValue: FillValue? = nil, addIndicator: Bool = false) {
        self.strategy = strategy
        self.fillValue = fillValue
        self.addIndicator = addIndicator
    }

    /// Creates an imputer that fills with means.
    public init() { self.init(strategy: .mean) }

    /// The kind: `simple-imputer`.
    public static let kind = "simple-imputer"

    /// A one-sentence description of the step.
    public static let summary = "Fills missing cells with a statistic of their column, or with a constant."

    /// The same kinds of columns, without missing cells.
    public func output(of content: FeatureContent) -> FeatureContent {
        content.subtracting(.missing)
    }

    /// False: the cells of a column stay as they are.
    public var amplifiesSmallColumns: Bool { false }

    /// `strategy`, `fill_value` and `add_indicator`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("strategy", \.strategy, "value that fills missing cells"),
        Parameter("fill_value", \.fillValue, "the constant, for the strategy constant"),
        Parameter(
            "add_indicator", \.addIndicator, "whether to append columns that show which cells were missing"),
    ]
}

/// A value that fills missing cells: a number or a name.
public enum FillValue: Sendable, Equatable, ParameterConvertible, ExpressibleByFloatLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByStringLiteral
{
    /// A number.
    case number(Double)

    /// The name of a category.
    case name(String)

    /// Creates a number.
    public init(floatLiteral value: Double) { self = .number(value) }

    /// Creates a number.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }

    /// Creates a name.
    public init(stringLiteral value: String) { self = .name(value) }

    /// The allowed values.
    public static var expectation: String { "a number or a word" }

    /// Creates a value from a number or a string; nil for any other value.
    public init?(_ value: ParameterValue) {
        if let number = Double(value) {
            self = .number(number)
        } else if case .string(let name) = value {
            self = .name(name)
        } else {
            return nil
        }
    }

    /// The number or string.
    public var parameterValue: ParameterValue {
        switch self {
        case .number(let number): .double(number)
        case .name(let name): .string(name)
        }
    }
}
