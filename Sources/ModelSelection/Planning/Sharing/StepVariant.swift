import Learning
import TaskGraph

/// A variant of a transforming step, and its properties.
struct StepVariant {
    let estimator: any Estimator
    let fit: RegisteredOperation<Fit>
    let transform: RegisteredOperation<Transform>

    /// The operation that transforms the training rows; nil if they are transformed like new rows.
    let crossFit: RegisteredOperation<CrossFit>?

    /// The kind of the step.
    var kind: String { type(of: estimator).kind }

    /// Whether a later step amplifies columns with a tiny spread.
    let smallColumnsMatter: Bool

    /// The nested variants, including this one; nil if there are no others.
    let family: Family?

    /// Whether it maps rows by an affine map.
    var isAffine: Bool { estimator.isAffine }

    /// Variants whose largest model contains the others.
    struct Family {
        /// The estimators, in decreasing order.
        let estimators: [any NestedEstimator]

        /// The index of this variant's estimator.
        let place: Int
    }
}

extension StepVariant {
    /// The nested variants of a step.
    struct Families {
        /// The estimators of each family, in decreasing order.
        private let members: [TaskKey: [any NestedEstimator]]

        /// Finds the families among the variants of a step.
        init(_ estimators: [any Estimator]) {
            var families: [TaskKey: [any NestedEstimator]] = [:]
            for estimator in estimators.lazy.compactMap({ $0 as? any NestedEstimator })
            where estimator.nestedSize != nil {
                families[estimator.familyDigest, default: []].append(estimator)
            }
            members = families.mapValues { family in
                var sizes: Set<Int> = []
                return family.sorted { $0.nestedSize ?? 0 > $1.nestedSize ?? 0 }
                    .filter { sizes.insert($0.nestedSize ?? 0).inserted }
            }
        }

        /// Returns the family of an estimator; nil if it is the only member.
        func family(of estimator: any Estimator) -> Family? {
            guard let nested = estimator as? any NestedEstimator, let size = nested.nestedSize,
                let family = members[nested.familyDigest], family.count > 1
            else { return nil }
            return Family(estimators: family, place: family.firstIndex { $0.nestedSize == size } ?? 0)
        }
    }
}

/// A type of summary, the required detail, and whether the rows are weighted.
struct SummaryKind {
    let type: any MergeableSummary.Type
    let detail: SummaryDetail

    /// Whether the summary is of weighted rows.
    let isWeighted: Bool

    /// The name that summaries of the same type with the same weights have in common.
    var name: String { Summarize.name(of: type, isWeighted: isWeighted) }

    /// Whether there is such a summary: one of weighted rows requires a type with weights.
    var isAvailable: Bool { !isWeighted || type is any WeightedSummary.Type }

    /// The type as one of columns of any kind; nil if it is a summary of finite numbers.
    var columnType: (any ColumnSummary.Type)? { type as? any ColumnSummary.Type }

    /// Determines the summary that an estimator is fitted to; nil if it is fitted to none.
    ///
    /// - Parameter hasWeights: Whether the rows have weights, which the estimator may use or not.
    init?(_ estimator: any Estimator, hasWeights: Bool) {
        guard let estimator = estimator as? any SummaryEstimator, estimator.usesSummary else { return nil }
        self = Self.of(estimator, hasWeights: hasWeights)
    }

    private init(type: any MergeableSummary.Type, detail: SummaryDetail, isWeighted: Bool) {
        (self.type, self.detail, self.isWeighted) = (type, detail, isWeighted)
    }

    private static func of<E: SummaryEstimator>(_ estimator: E, hasWeights: Bool) -> SummaryKind {
        SummaryKind(type: E.Summary.self, detail: E.detail, isWeighted: hasWeights && E.usesWeights)
    }
}

extension Estimator {
    /// Whether models of this estimator are affine maps.
    fileprivate var isAffine: Bool { Model.self is any AffineTransformer.Type }

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
