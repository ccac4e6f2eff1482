import Learning
import TaskGraph

/// One variant of a transforming step, and what is true of it.
struct StepVariant {
    let estimator: any Estimator
    let fit: OperationID
    let transform: OperationID

    /// The kind of the step.
    var kind: String { type(of: estimator).kind }

    /// Whether a later step amplifies columns of tiny spread.
    let smallColumnsMatter: Bool

    /// Whether it maps rows by an affine map.
    var isAffine = false

    /// The variants it is nested with, itself among them; nil if there are no others.
    var family: Family?

    /// Variants of which the largest model holds the others.
    struct Family {
        /// The estimators, from the largest down.
        let estimators: [any NestedEstimator]

        /// The place of this variant's estimator.
        let place: Int
    }
}

/// A type of summary, and how much of it is wanted.
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

    /// The digest of all parameters but one: what variants agree in that differ in that one alone.
    func digest(without parameter: String) -> TaskKey {
        var encoder = CanonicalEncoder()
        encoder.append(Self.kind)
        for other in Self.parameters where other.name != parameter {
            other.value(in: self).encode(into: &encoder)
        }
        return encoder.digest
    }

    /// The estimator with a parameter at its default.
    func resetting(_ parameter: String) -> Self {
        guard let described = Self.parameters.first(where: { $0.name == parameter }) else { return self }
        return (try? setting(parameter, to: described.value(in: Self()))) ?? self
    }
}

extension NestedEstimator {
    /// What agrees in variants that are nested.
    var familyDigest: TaskKey { digest(without: Self.nestedParameter) }
}

extension PathEstimator {
    /// What stands for all of the path.
    var pathRepresentative: Self { resetting(Self.pathParameter) }
}
