/// A parameter type some of whose values are plain numbers, such as a count of components or the gamma of a kernel.
///
/// A grid can vary it over an array of those numbers: `.varying(\PCA.nComponents, over: sizes)`.
public protocol NumberParameter: ParameterConvertible {
    /// The type of the numbers.
    associatedtype Number: ParameterConvertible

    /// The value for a number.
    init(_ number: Number)
}

extension PCA.Components: NumberParameter {
    /// A count of components, at least 1.
    public init(_ number: Int) { self = .count(number) }
}

extension Gamma: NumberParameter {
    /// A coefficient, at least 0.
    public init(_ number: Double) { self = .value(number) }
}
