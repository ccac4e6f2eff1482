import Learning
import TaskGraph

/// A variant of a transforming step, and its properties.
struct StepVariant {
    let estimator: any Estimator
    let fit: OperationID
    let transform: OperationID

    /// The kind of the step.
    var kind: String { type(of: estimator).kind }

    /// Whether a later step amplifies columns with a tiny spread.
    let smallColumnsMatter: Bool

    /// Whether it maps rows by an affine map.
    var isAffine = false

    /// The nested variants, including this one; nil if there are no others.
    var family: Family?

    /// Variants whose largest model contains the others.
    struct Family {
        /// The estimators, in decreasing order.
        let estimators: [any NestedEstimator]

        /// The index of this variant's estimator.
        let place: Int
    }
}

/// A type of summary, and the required detail.
struct SummaryKind {
    let type: any MergeableSummary.Type
    let detail: SummaryDetail

    init?(_ estimator: any Estimator) {
        guard let estimator = estimator as? any SummaryEstimator else { return nil }
        self = Self.of(estimator)
    }

    private init(type: any MergeableSummary.Type, detail: SummaryDetail) {
        (self.type, self.detail) = (type, detail)
    }

    private static func of<E: SummaryEstimator>(_ estimator: E) -> SummaryKind {
        SummaryKind(type: E.Summary.self, detail: E.detail)
    }
}

extension Estimator {
    /// Whether models of this estimator are affine maps.
    var isAffine: Bool { Model.self is any AffineTransformer.Type }

    /// Returns the digest of all parameters except one; equal for variants that differ only in it.
    func digest(without parameter: String) -> TaskKey {
        var encoder = CanonicalEncoder()
        encoder.append(Self.kind)
        for other in Self.parameters where other.name != parameter {
            other.value(in: self).encode(into: &encoder)
        }
        return encoder.digest
    }

    /// Returns the estimator with a parameter at its default.
    func resetting(_ parameter: String) -> Self {
        guard let described = Self.parameters.first(where: { $0.name == parameter }) else { return self }
        return (try? setting(parameter, to: described.value(in: Self()))) ?? self
    }
}

extension NestedEstimator {
    /// The digest that is equal for nested variants.
    var familyDigest: TaskKey { digest(without: Self.nestedParameter) }
}

extension PathEstimator {
    /// The estimator that represents the whole path.
    var pathRepresentative: Self { resetting(Self.pathParameter) }
}
