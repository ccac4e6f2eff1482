/// The limited-memory quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno, with steps of O(rows ×
/// parameters).
///
/// Nocedal and Wright, "Numerical Optimization" (2006), algorithm 7.4. The memory, the first step and the stopping
/// rules are those of L-BFGS-B, so the method takes SciPy's steps and stops where SciPy stops.
struct LBFGSRule {
    /// A step and the change of the gradient along it.
    private struct Step {
        let move: [Double]
        let gradientChange: [Double]
        let product: Double
        /// The reciprocal of the curvature along the step.
        let scale: Double
    }

    /// The number of steps in memory.
    private static let memory = 10

    private var steps: [Step] = []

    /// Returns a direction along which the objective decreases.
    func direction(from here: LogisticObjective.Evaluation) -> [Double] {
        var direction = here.gradient.map { -$0 }
        var factors: [Double] = []
        for step in steps.reversed() {
            let factor = dot(step.move, direction) / step.product
            direction.add(step.gradientChange, times: -factor)
            factors.append(factor)
        }
        if let last = steps.last {
            for index in direction.indices { direction[index] *= last.scale }
        }
        for (step, factor) in zip(steps, factors.reversed()) {
            direction.add(step.move, times: factor - dot(step.gradientChange, direction) / step.product)
        }
        return direction
    }

    /// Returns the first step length to try.
    func firstStep(along direction: [Double]) -> Double {
        steps.isEmpty ? 1 / dot(direction, direction).squareRoot() : 1
    }

    /// Stores a step.
    ///
    /// `slope` is the objective's initial slope along the step, times its length.
    mutating func didStep(
        from old: LogisticObjective.Evaluation, to new: LogisticObjective.Evaluation, slope: Double
    ) {
        let move = zip(new.point, old.point).map { $0 - $1 }
        let gradientChange = zip(new.gradient, old.gradient).map { $0 - $1 }
        let product = dot(move, gradientChange)
        // The line search makes it positive, except for rounding.
        guard product > .ulpOfOne * -slope else { return }
        steps.append(
            Step(
                move: move, gradientChange: gradientChange, product: product,
                scale: product / dot(gradientChange, gradientChange)))
        if steps.count > Self.memory { steps.removeFirst() }
    }

    /// Clears the memory.
    ///
    /// Returns whether it held any steps.
    mutating func restart() -> Bool {
        defer { steps = [] }
        return !steps.isEmpty
    }
}

extension [Double] {
    /// Adds a multiple of a vector of the same length.
    fileprivate mutating func add(_ other: [Double], times factor: Double) {
        precondition(count == other.count, "the vectors must have the same length")
        withUnsafeMutableBufferPointer { target in
            other.withUnsafeBufferPointer { source in
                for index in target.indices { target[index] += factor * source[index] }
            }
        }
    }
}
