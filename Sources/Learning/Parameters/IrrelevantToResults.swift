/// A stored property of an estimator that changes no result: whether progress is logged, say, or who is told of it.
///
/// Every other stored property has to follow from the estimator's ``Estimator/parameters``, for two estimators of the
/// same parameters share one result.
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

    /// A property that starts with the given value.
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
}

extension IrrelevantToResults: Equatable {
    /// Always true: estimators that differ in such a property alone give the same results.
    public static func == (left: IrrelevantToResults, right: IrrelevantToResults) -> Bool { true }
}
