/// A stored property of an estimator that does not affect results, such as a verbosity setting or a logger.
///
/// All other stored properties must be determined by ``Estimator/parameters``, because estimators with the same parameters
/// share one result.
///
/// ```swift
/// struct Forest: Classifier {
///     var treeCount = 100                         // a parameter
///     @IrrelevantToResults var isVerbose = false  // none, and need not be
/// }
/// ```
@propertyWrapper
public struct IrrelevantToResults<Value: Sendable>: Sendable {
    /// The value.
    public var wrappedValue: Value

    /// Creates a property with an initial value.
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
}

extension IrrelevantToResults: Equatable {
    /// Always returns true: estimators that differ only in such properties produce the same results.
    public static func == (left: IrrelevantToResults, right: IrrelevantToResults) -> Bool { true }
}
