/// A transformer whose model for a smaller value of one parameter is part of that for a larger value: its outputs are
/// the first outputs of the larger model.
///
/// A search then fits the largest value, and restricts that model for the others.
///
/// ```swift
/// extension MySelection: NestedEstimator {
///     static let nestedParameter = "k"
///     var nestedSize: Int? { k }
///     func restriction(of larger: FittedMySelection) -> FittedMySelection {
///         FittedMySelection(columns: Array(larger.columns.prefix(k)))
///     }
/// }
/// ```
public protocol NestedEstimator: Transformer {
    /// The name of the parameter.
    static var nestedParameter: String { get }

    /// The parameter's value; `Int.max` for all outputs; nil if this estimator must be fitted separately.
    var nestedSize: Int? { get }

    /// Returns the model of this estimator from a larger one, which was fitted to the same rows and differs only in the
    /// nested parameter.
    func restriction(of larger: Model) throws -> Model
}
