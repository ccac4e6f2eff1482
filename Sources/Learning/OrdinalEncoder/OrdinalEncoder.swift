/// Replaces each category by its index among the sorted categories of the training rows.
///
/// A missing cell stays missing unless it has a code. Numbers are categories by their value. Semantics of scikit-learn's
/// `OrdinalEncoder`.
///
/// ```swift
/// let encoder = OrdinalEncoder(handleUnknown: .useEncodedValue, unknownValue: -1)
/// ```
public struct OrdinalEncoder: TableTransformer {
    /// The treatment of categories that are not in the training rows.
    public enum UnknownCategories: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// Throw an error.
        case error
        /// Replace it by the unknown value.
        case useEncodedValue = "use_encoded_value"
    }

    /// The treatment of categories that are not in the training rows.
    ///
    /// Defaults to an error.
    public var handleUnknown: UnknownCategories

    /// The code of unknown categories; nil for a missing cell.
    public var unknownValue: Int?

    /// The code of missing cells; nil for a missing cell.
    public var encodedMissingValue: Int?

    /// The number of rows, or the fraction of all rows if it is below 1, that a category must have to be frequent.
    ///
    /// The infrequent categories of a column have one code together, the greatest. Nil for no minimum.
    public var minFrequency: Double?

    /// The maximum number of codes of each column, including that of the infrequent categories; nil for no maximum.
    public var maxCategories: Int?

    /// Creates an encoder with the given parameters.
    public init(
        handleUnknown: UnknownCategories = .error, unknownValue: Int? = nil, encodedMissingValue: Int? = nil,
        minFrequency: Double? = nil, maxCategories: Int? = nil
    ) {
        self.handleUnknown = handleUnknown
        self.unknownValue = unknownValue
        self.encodedMissingValue = encodedMissingValue
        self.minFrequency = minFrequency
        self.maxCategories = maxCategories
    }

    /// Creates an encoder that throws an error for unknown categories.
    public init() { self.init(handleUnknown: .error) }

    /// The kind: `ordinal-encoder`.
    public static let kind = "ordinal-encoder"

    /// A one-sentence description of the step.
    public static let summary =
        "Replaces each category by its index among the sorted categories of the training rows."

    /// True: each column becomes one of numbers.
    public static let keepsColumns = true

    /// Numbers, with missing cells unless these and unknown categories have codes.
    public func output(of content: FeatureContent) -> FeatureContent {
        let mayBeMissing =
            (content.contains(.missing) && encodedMissingValue == nil)
            || (handleUnknown == .useEncodedValue && unknownValue == nil)
        return mayBeMissing ? .missing : .numbers
    }

    /// `handle_unknown`, `unknown_value`, `encoded_missing_value`, `min_frequency` and `max_categories`.
    public static let parameters: [Parameter<Self>] = [
        Parameter(
            "handle_unknown", \.handleUnknown, "treatment of categories that are not in the training rows"),
        Parameter("unknown_value", \.unknownValue, "code of unknown categories; none keeps them missing"),
        Parameter(
            "encoded_missing_value", \.encodedMissingValue, "code of missing cells; none keeps them missing"),
        Parameter(
            "min_frequency", \.minFrequency, "number or fraction of rows of a frequent category",
            .greaterThan(0)),
        Parameter("max_categories", \.maxCategories, "maximum number of codes of each column", .atLeast(1)),
    ]
}
