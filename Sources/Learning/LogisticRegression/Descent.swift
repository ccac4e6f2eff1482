import LinearAlgebra

/// A rule for where to go next from a point of a ``LogisticObjective``.
protocol DescentRule {
    /// A direction along which the objective falls.
    mutating func direction(from here: LogisticObjective.Evaluation) throws -> [Double]

    /// Tells the rule of the step that was taken.
    mutating func didStep(from old: LogisticObjective.Evaluation, to new: LogisticObjective.Evaluation)
}

/// Minimises a ``LogisticObjective``, step by step along the directions of a rule.
struct Descent {
    /// Where it stopped.
    let end: LogisticObjective.Evaluation

    /// The steps it took.
    let iterations: Int

    /// Whether no derivative is larger than the tolerance.
    let isConverged: Bool

    /// Descends from zero until it converges, has taken `limit` steps, or rounding hides any further fall.
    init(
        of objective: LogisticObjective, by rule: consuming some DescentRule, limit: Int, tolerance: Double,
        in context: FitContext
    ) throws {
        var rule = rule
        var here = objective.evaluate(at: [Double](repeating: 0, count: objective.outputs * objective.width))
        var iterations = 0
        while objective.gradientSize(here.gradient) > tolerance, iterations < limit {
            try context.checkCancellation()
            let direction = try rule.direction(from: here)
            guard let next = Self.search(objective, from: here, along: direction) else { break }
            rule.didStep(from: here, to: next)
            here = next
            iterations += 1
        }
        self.end = here
        self.iterations = iterations
        self.isConverged = objective.gradientSize(here.gradient) <= tolerance
    }

    /// A point along a direction that satisfies the weak Wolfe conditions, by bisection; nil if there is
    /// none.
    ///
    /// Lewis and Overton, "Nonsmooth optimization via quasi-Newton methods" (2013), algorithm 2.6.
    private static func search(
        _ objective: LogisticObjective, from here: LogisticObjective.Evaluation, along direction: [Double]
    ) -> LogisticObjective.Evaluation? {
        let slope = dot(here.gradient, direction)
        guard slope < 0 else { return nil }
        // Close to the minimum the objective changes by less than it is rounded to.
        let rounding = 8 * .ulpOfOne * abs(here.value)
        var (step, low, high) = (1.0, 0.0, Double.infinity)
        for _ in 0..<40 {
            let there = objective.evaluate(at: zip(here.point, direction).map { $0 + step * $1 })
            if !(there.value <= here.value + 1e-4 * step * slope + rounding) {
                high = step
            } else if dot(there.gradient, direction) < 0.9 * slope {
                low = step
            } else {
                return there
            }
            step = high.isFinite ? (low + high) / 2 : 2 * low
        }
        return nil
    }
}

/// The inner product, by eight sums side by side.
func dot(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count, "an inner product needs vectors of one length")
    return left.withUnsafeBytes { leftBytes in
        right.withUnsafeBytes { rightBytes in
            var sums = SIMD8<Double>.zero
            let whole = left.count & ~7
            for offset in stride(from: 0, to: 8 * whole, by: 64) {
                let a = leftBytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
                let b = rightBytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
                sums += a * b
            }
            return (whole..<left.count).reduce(sums.sum()) { $0 + left[$1] * right[$1] }
        }
    }
}
