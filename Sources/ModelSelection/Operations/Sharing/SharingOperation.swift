import Learning
import TaskGraph

/// An operation that exists because of a sharing trait.
protocol SharingOperation: TypedOperation {
    /// A short explanation of what is computed once, and why it can be shared.
    var reason: String { get }
}

extension [any Estimator] {
    /// Returns the estimators as values of the first one's type, which is the type of all.
    func typed<E: Estimator>(as type: E.Type) -> [E] { compactMap { $0 as? E } }

    /// Writes all estimators.
    func encode(into encoder: inout CanonicalEncoder) {
        encoder.beginList(count: count)
        for estimator in self { estimator.encode(into: &encoder) }
    }
}
