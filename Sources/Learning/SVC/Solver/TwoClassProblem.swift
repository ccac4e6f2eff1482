/// The dual problem of a support vector machine for two classes, apart from its kernel.
struct TwoClassProblem {
    /// The number of positive examples, which come first; the others are negative.
    var positives: Int

    /// The maximum multiplier of an example of each class: C times the class's weight.
    var bounds: (positive: Double, negative: Double)

    /// The maximum violation of the optimality conditions, in units of the decision function.
    var tolerance: Double

    /// The maximum number of steps.
    var stepLimit: Int
}
