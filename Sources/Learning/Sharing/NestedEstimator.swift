/// A transformer whose model for a smaller value of one parameter is part of that for a larger: the outputs of the
/// smaller model are the first outputs of the larger.
///
/// The largest value of a search is then fitted, and cut down for the others.
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

    /// The parameter's value; `Int.max` for all there is; nil if this estimator is to be fitted by itself.
    var nestedSize: Int? { get }

    /// The model of this estimator, from that of one which differs in the nested parameter alone and is larger, fitted
    /// to the same rows.
    func restriction(of larger: Model) throws -> Model
}
