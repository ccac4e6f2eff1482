/// A fitted transformer that maps rows by an affine map.
///
/// Successive maps are then composed to one, by which each fold's rows are projected once; and a summary of rows
/// becomes one of mapped rows without a look at them.
///
/// ```swift
/// extension FittedMyScaler: AffineTransformer {
///     var affineMap: AffineMap { AffineMap(centre: centre, linear: .diagonal(factors)) }
/// }
/// ```
public protocol AffineTransformer: FittedTransformer {
    /// The map: what ``FittedTransformer/transform(_:)`` does, to rounding.
    var affineMap: AffineMap { get }
}
