/// Projects the rows on the directions of greatest variance: principal component analysis.
///
/// Always exact: never a randomised or iterative approximation, whatever the shape. Semantics of
/// scikit-learn's `PCA(svd_solver="full")`.
///
/// ```swift
/// let model = try PCA(nComponents: 2).fit(x, to: target)
/// print(model.explainedVarianceRatio)
/// ```
public struct PCA: Transformer {
    /// How many components are kept.
    ///
    /// All of them unless given.
    public var nComponents: Components

    /// Whether each component's scores are divided by their standard deviation.
    ///
    /// False unless given.
    public var whiten: Bool

    /// An analysis with the given parameters.
    public init(nComponents: Components = .all, whiten: Bool = false) {
        self.nComponents = nComponents
        self.whiten = whiten
    }

    /// An analysis that keeps all components.
    public init() { self.init(nComponents: .all) }

    /// `pca`.
    public static let kind = "pca"

    /// In the first version training rows had rounding for scores along axes without variance.
    public static let version = 2

    /// What the step does.
    public static let summary = "Projects the rows on the directions of greatest variance."

    /// `n_components` and `whiten`.
    public static let parameters: [Parameter<Self>] = [
        Parameter(
            "n_components", \.nComponents, "how many components are kept, or what part of the variance"),
        Parameter("whiten", \.whiten, "whether each component's scores are divided by their deviation"),
    ]
}
