/// The facts that an estimator may state about itself, and by which a search computes once what is the same.
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

    /// The fact, in a few words.
    public var summary: String {
        switch self {
        case .summary: "its fit needs to know of the rows no more than a summary that adds up over folds"
        case .affine: "it maps rows by an affine map"
        case .nested: "its model for a smaller value is part of that for a larger"
        case .kernel: "its fit needs to know of the rows no more than a kernel's Gram matrix"
        case .path: "its solutions along a parameter have work in common"
        case .panels: "its solver reads the rows again and again, in an arrangement that is made once"
        case .batch: "several of its models predict by one product"
        }
    }
}

extension Estimator {
    /// The traits that the estimator has.
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
