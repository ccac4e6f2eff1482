/// Principal component analysis: projects the rows on the directions of maximum variance.
///
/// Always exact, never a randomised or iterative approximation. Semantics of scikit-learn's `PCA(svd_solver="full")`.
///
/// ```swift
/// let model = try PCA(nComponents: 2).fit(x, to: target)
/// print(model.explainedVarianceRatio)
/// ```
public struct PCA: Transformer {
    /// The number of components to keep.
    ///
    /// Defaults to all components.
    public var nComponents: Components

    /// Whether to divide each component's scores by their standard deviation.
    ///
    /// Defaults to false.
    public var whiten: Bool

    /// Creates an analysis with the given parameters.
    public init(nComponents: Components = .all, whiten: Bool = false) {
        self.nComponents = nComponents
        self.whiten = whiten
    }

    /// Creates an analysis that keeps all components.
    public init() { self.init(nComponents: .all) }

    /// The kind: `pca`.
    public static let kind = "pca"

    /// Version 1 returned rounding errors as scores along axes without variance.
    public static let version = 2

    /// A one-sentence description of the step.
    public static let summary = "Projects the rows on the directions of maximum variance."

    /// Fewer components.
    public static let simplicity: [SimplerValues] = [.smaller("n_components")]

    /// `n_components` and `whiten`.
    public static let parameters: [Parameter<Self>] = [
        Parameter(
            "n_components", \.nComponents, "number of components or fraction of variance"),
        Parameter(
            "whiten", \.whiten, "whether to divide each component's scores by their standard deviation"),
    ]
}
