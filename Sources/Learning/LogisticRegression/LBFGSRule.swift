/// The limited-memory quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno: steps of O(rows × parameters).
///
/// Nocedal and Wright, "Numerical Optimization" (2006), algorithm 7.4, with the memory, the first step and the ends of
/// L-BFGS-B, so that it takes the steps that SciPy takes, and stops where SciPy stops.
struct LBFGSRule {
    /// One step that was taken, and what it changed.
    private struct Step {
        let move: [Double]
        let gradientChange: [Double]
        let product: Double
        /// The reciprocal of the curvature along the step.
        let scale: Double
    }

    /// The steps remembered.
    private static let memory = 10

    private var steps: [Step] = []

    /// A direction along which the objective falls.
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

    /// How far along a direction to look first.
    func firstStep(along direction: [Double]) -> Double {
        steps.isEmpty ? 1 / dot(direction, direction).squareRoot() : 1
    }

    /// Remembers a step along which the objective's slope was `slope` times its length at first.
    mutating func didStep(
        from old: LogisticObjective.Evaluation, to new: LogisticObjective.Evaluation, slope: Double
    ) {
        let move = zip(new.point, old.point).map { $0 - $1 }
        let gradientChange = zip(new.gradient, old.gradient).map { $0 - $1 }
        let product = dot(move, gradientChange)
        // The search makes it positive, but for rounding.
        guard product > .ulpOfOne * -slope else { return }
        steps.append(
            Step(
                move: move, gradientChange: gradientChange, product: product,
                scale: product / dot(gradientChange, gradientChange)))
        if steps.count > Self.memory { steps.removeFirst() }
    }

    /// Forgets the steps that it remembers; returns whether there were any.
    mutating func restart() -> Bool {
        defer { steps = [] }
        return !steps.isEmpty
    }
}

extension [Double] {
    /// Adds a multiple of a vector of the same length.
    fileprivate mutating func add(_ other: [Double], times factor: Double) {
        precondition(count == other.count, "vectors to add need one length")
        withUnsafeMutableBufferPointer { target in
            other.withUnsafeBufferPointer { source in
                for index in target.indices { target[index] += factor * source[index] }
            }
        }
    }
}
