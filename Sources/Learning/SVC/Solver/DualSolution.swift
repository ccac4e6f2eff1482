/// What the solver found: the decision function `Σ coefficient × kernel + intercept`, positive on the side of the
/// positive class.
package struct DualSolution: Sendable, Equatable {
    /// For each example its multiplier, negated for the negative class; zero but for support vectors.
    package var coefficients: [Double]

    /// The constant of the decision function.
    package var intercept: Double

    /// The number of steps taken.
    package var steps: Int

    /// Whether the solution is optimal within the tolerance; otherwise the limit on steps was reached.
    package var isOptimal: Bool
}
