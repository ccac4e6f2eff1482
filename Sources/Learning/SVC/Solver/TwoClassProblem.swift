/// The dual problem of a support vector machine for two classes, apart from its kernel.
struct TwoClassProblem {
    /// How many examples, the first ones, are of the positive class; the others are of the negative.
    var positives: Int

    /// The largest multiplier of an example of each class: C times the class's weight.
    var bounds: (positive: Double, negative: Double)

    /// How far the optimality conditions may be violated, in units of the decision function.
    var tolerance: Double

    /// The number of steps after which to stop in any case.
    var stepLimit: Int
}
