/// Replaces each category by the mean of the target in its rows, shrunk towards the mean of all rows.
///
/// The mean of a regression target is that of its values. With two classes, it is the fraction of the second class. With
/// more classes, each column is replaced by one column for each class, which contains the fraction of the class. A
/// missing cell is a category of its own; numbers are categories by their value. A category that is not in the training
/// rows is encoded by the mean of all rows.
///
/// The next step sees the target of a training row in its encoding, unless the training rows are cross-fitted: they are
/// divided into folds, as by scikit-learn's `StratifiedKFold` or `KFold`, and each fold is encoded by the other folds'
/// means. Pipelines cross-fit; ``Estimator/fit(_:to:weights:in:)`` returns the model of all rows, which encodes new rows.
///
/// Semantics of scikit-learn's `TargetEncoder`. Shuffled folds follow the seed of this library's own generator, so they
/// differ from those of NumPy. Source of the estimate: Micci-Barreca, "A preprocessing scheme for high-cardinality
/// categorical attributes in classification and prediction problems" (2001), equations 3 to 6.
///
/// ```swift
/// let encoder = TargetEncoder(smooth: 10)
/// let model = try encoder.fit(table, to: target)
/// ```
public struct TargetEncoder: TableTransformer {
    /// The weight of the mean of all rows.
    public enum Smoothing: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
        /// An empirical Bayes estimate, from the variances of the target within each category and in all rows.
        case auto

        /// The number of rows that the mean of all rows counts for, at least 0.
        case value(Double)

        /// Creates a number of rows.
        public init(floatLiteral value: Double) { self = .value(value) }

        /// Creates a number of rows.
        public init(integerLiteral value: Int) { self = .value(Double(value)) }
    }

    /// The weight of the mean of all rows.
    ///
    /// Defaults to an estimate.
    public var smooth: Smoothing

    /// The number of folds in which the training rows are cross-fitted.
    ///
    /// Defaults to 5.
    public var cv: Int

    /// Whether to shuffle the rows before dividing them into folds.
    ///
    /// Defaults to true.
    public var shuffle: Bool

    /// The seed for shuffling.
    ///
    /// Defaults to 0.
    public var randomState: Int

    /// Creates an encoder with the given parameters.
    public init(smooth: Smoothing = .auto, cv: Int = 5, shuffle: Bool = true, randomState: Int = 0) {
        self.smooth = smooth
        self.cv = cv
        self.shuffle = shuffle
        self.randomState = randomState
    }

    /// Creates an encoder that estimates the smoothing.
    public init() { self.init(smooth: .auto) }

    /// The kind: `target-encoder`.
    public static let kind = "target-encoder"

    /// A one-sentence description of the step.
    public static let summary = "Replaces each category by the mean of the target in its rows."

    /// Numbers, without missing cells.
    public func output(of content: FeatureContent) -> FeatureContent { .numbers }

    /// `smooth`, `cv`, `shuffle` and `random_state`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("smooth", \.smooth, "weight of the mean of all rows, in rows", .atLeast(0)),
        Parameter("cv", \.cv, "number of folds in which the training rows are encoded", .atLeast(2)),
        Parameter("shuffle", \.shuffle, "whether to shuffle the rows before dividing them into folds"),
        Parameter("random_state", \.randomState, "random seed for shuffling"),
    ]

    /// Estimates a pass over the cells for the model, and another for each fold.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        FitEstimate(
            seconds: 1e-5 + 1e-8 * Double(rows) * Double(columns) * Double(cv + 1),
            modelBytes: 1600 * columns, workBytes: 12 * rows * columns, outputColumns: columns)
    }
}

extension TargetEncoder.Smoothing: NumberParameter {
    /// Creates a number of rows.
    public init(_ number: Double) { self = .value(number) }

    /// The allowed values.
    public static var expectation: String { "auto or a number" }

    /// Creates a value from `auto` or a number.
    public init?(_ value: ParameterValue) {
        if let number = Double(value) {
            self = .value(number)
        } else if value == .string("auto") {
            self = .auto
        } else {
            return nil
        }
    }

    /// The word or the number.
    public var parameterValue: ParameterValue {
        switch self {
        case .auto: .string("auto")
        case .value(let number): .double(number)
        }
    }
}
