/// The dual problem of a support vector machine for two classes, apart from its kernel.
struct TwoClassProblem {
    /// How many examples of the positive class there are: the first ones. The others are of the negative class.
    var positives: Int

    /// The largest multiplier of an example of each class: C times the class's weight.
    var bounds: (positive: Double, negative: Double)

    /// How far the optimality conditions may be violated, in units of the decision function.
    var tolerance: Double

    /// The number of steps after which to stop in any case.
    var stepLimit: Int
}

/// What the solver found: the decision function `Σ coefficient × kernel + intercept`, positive on the side of the
/// positive class.
package struct DualSolution: Sendable, Equatable {
    /// For each example its multiplier, negated for the negative class. Zero but for support vectors.
    package var coefficients: [Double]

    /// The constant of the decision function.
    package var intercept: Double

    /// The number of steps taken.
    package var steps: Int

    /// Whether the solution is optimal within the tolerance; otherwise the limit on steps was reached.
    package var isOptimal: Bool
}
