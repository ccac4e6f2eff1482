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

    /// Whether ``affineMap``, composed with others, still does what the model does, to rounding.
    ///
    /// A transform that does not take off the rows' offset first rounds by the offset, which its map does not: it is then
    /// no part of another map where the offset is large. True unless given.
    var keepsDigits: Bool { get }
}

extension AffineTransformer {
    /// True.
    public var keepsDigits: Bool { true }
}
