/// A parameter type that includes plain numbers, such as a number of components or the gamma of a kernel.
///
/// A grid can vary it over an array of numbers: `.varying(\PCA.nComponents, over: sizes)`.
public protocol NumberParameter: ParameterConvertible {
    /// The type of the numbers.
    associatedtype Number: ParameterConvertible

    /// Creates the value for a number.
    init(_ number: Number)
}
