/// Adds the products of columns, and of a column with itself, up to a degree.
///
/// The outputs are ordered by degree: 1, a, b, a², ab, b². Semantics of scikit-learn's `PolynomialFeatures`.
///
/// ```swift
/// let model = try PolynomialFeatures(degree: 3, interactionOnly: true).fit(x, to: target)
/// ```
public struct PolynomialFeatures: Transformer {
    /// The largest number of factors of a product, at least 0.
    ///
    /// Defaults to 2.
    public var degree: Int

    /// Whether the factors of a product are different columns.
    ///
    /// Defaults to false.
    public var interactionOnly: Bool

    /// Whether to add a column of ones, the first.
    ///
    /// Defaults to true.
    public var includeBias: Bool

    /// Creates a step with the given parameters.
    public init(degree: Int = 2, interactionOnly: Bool = false, includeBias: Bool = true) {
        self.degree = degree
        self.interactionOnly = interactionOnly
        self.includeBias = includeBias
    }

    /// Creates a step that adds products of two columns.
    public init() { self.init(degree: 2) }

    /// The kind: `polynomial-features`.
    public static let kind = "polynomial-features"

    /// A one-sentence description of the step.
    public static let summary = "Adds the products of columns up to a degree."

    /// False: the products of a row do not depend on other rows.
    public var amplifiesSmallColumns: Bool { false }

    /// A smaller degree.
    public static let simplicity: [SimplerValues] = [.smaller("degree")]

    /// `degree`, `interaction_only` and `include_bias`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("degree", \.degree, "largest number of factors of a product", .atLeast(0)),
        Parameter(
            "interaction_only", \.interactionOnly, "whether the factors of a product are different columns"),
        Parameter("include_bias", \.includeBias, "whether to add a column of ones"),
    ]

    /// Estimates nothing for the fit, which only counts the products.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        let count = PolynomialTerms.count(
            columns: columns, degree: degree, interactionOnly: interactionOnly, includeBias: includeBias)
        return FitEstimate(
            seconds: 1e-5, modelBytes: 64, outputColumns: count ?? PolynomialTerms.largestCount)
    }
}
