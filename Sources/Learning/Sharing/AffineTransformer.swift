/// A fitted transformer that maps rows by an affine map.
///
/// Consecutive maps are composed to a single map, which projects each fold's rows once. The summary of mapped rows is
/// computed from that of the original rows.
///
/// ```swift
/// extension FittedMyScaler: AffineTransformer {
///     var affineMap: AffineMap { AffineMap(centre: centre, linear: .diagonal(factors)) }
/// }
/// ```
public protocol AffineTransformer: FittedTransformer {
    /// The map: equals `transform(_:)` to rounding.
    var affineMap: AffineMap { get }

    /// Whether ``affineMap``, composed with other maps, still equals the transform to rounding.
    ///
    /// A transform that does not subtract the rows' offset first has a rounding error that depends on the offset,
    /// unlike its map. It is then not composed with other maps if the offset is large. Defaults to true.
    var keepsDigits: Bool { get }
}

extension AffineTransformer {
    /// True.
    public var keepsDigits: Bool { true }
}
