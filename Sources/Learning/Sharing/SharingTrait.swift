/// The properties of an estimator that allow a search to share computations.
public enum SharingTrait: String, Sendable, Codable, CaseIterable {
    /// ``SummaryEstimator``.
    case summary

    /// ``AffineTransformer``.
    case affine

    /// ``NestedEstimator``.
    case nested

    /// ``KernelEstimator``.
    case kernel

    /// ``PathEstimator``.
    case path

    /// ``RowPanelEstimator``.
    case panels

    /// ``BatchPredictor``.
    case batch

    /// A short description of the trait.
    public var summary: String {
        switch self {
        case .summary: "its fit depends only on a summary of the rows that adds up over folds"
        case .affine: "it transforms rows by an affine map"
        case .nested: "its model for a smaller value is part of that for a larger value"
        case .kernel: "its fit depends on the rows only through a kernel's Gram matrix"
        case .path: "its solutions along a parameter share work"
        case .panels: "its solver reads the rows repeatedly, in panels that are copied once"
        case .batch: "several of its models predict by one product"
        }
    }
}

extension Estimator {
    /// The traits of the estimator.
    public static var sharingTraits: [SharingTrait] {
        SharingTrait.allCases.filter { trait in
            switch trait {
            case .summary: self is any SummaryEstimator.Type
            case .affine: Model.self is any AffineTransformer.Type
            case .nested: self is any NestedEstimator.Type
            case .kernel: self is any KernelEstimator.Type
            case .path: self is any PathEstimator.Type
            case .panels: self is any RowPanelEstimator.Type
            case .batch: Model.self is any BatchPredictor.Type
            }
        }
    }
}
