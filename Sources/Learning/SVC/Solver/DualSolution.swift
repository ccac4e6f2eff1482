/// The solver's result: the decision function `Σ coefficient × kernel + intercept`, positive for the positive class.
package struct DualSolution: Sendable, Equatable {
    /// The multiplier of each example, negated for the negative class; non-zero only for support vectors.
    package var coefficients: [Double]

    /// The intercept of the decision function.
    package var intercept: Double

    /// The number of steps taken.
    package var steps: Int

    /// Whether the solution is optimal within the tolerance; otherwise, the solver reached the step limit.
    package var isOptimal: Bool
}
