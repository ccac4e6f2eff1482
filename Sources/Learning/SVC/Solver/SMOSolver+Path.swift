extension SMOSolver {
    /// How far a step goes after so many of them, as a multiple of what is best for its two examples alone.
    ///
    /// Once bounds were raised it is more than 1: as in successive over-relaxation, the others follow suit sooner. Where
    /// few steps are needed anyway much more would cost some of them (a quarter of those at C = 1 on the digits); where many
    /// are, it saves up to a third. The objective falls with any multiple below 2.
    func reach(after steps: Int) -> Double {
        guard isOnPath else { return 1 }
        return steps < count ? 1.2 : 1.5
    }

    /// Whether a multiplier is at its upper bound.
    var hasBoundedMultiplier: Bool {
        (0..<count).contains { example in
            let (lower, upper) = bounds(example)
            return example < problem.positives ? beta[example] >= upper : beta[example] <= lower
        }
    }

    /// Raises every bound by the same factor, and starts from the best multiple of the solution so far that the new
    /// bounds allow.
    ///
    /// For a small C, with most multipliers at their bound, that is the solution as many times larger; for a large C,
    /// with few there, the solution itself. With Kβ = g + y known, the objective along sβ is ½ s² β·(g + y) - s y·β,
    /// and the gradient there s (g + y) - y.
    ///
    /// From here the steps cannot be libsvm's any more, which begins at 0, and need not be as short.
    mutating func raiseBounds(by factor: Double) throws {
        precondition(factor >= 1, "bounds are raised, not lowered")
        try widen()
        let gradients = WorkBuffer<Double>(uninitialized: count)
        var (square, linear) = (0.0, 0.0)
        for example in 0..<count {
            let label = sign(example)
            gradients[example] = gradient(at: example)
            square += beta[example] * (gradients[example] + label)
            linear += beta[example] * label
        }
        problem.bounds = (problem.bounds.positive * factor, problem.bounds.negative * factor)
        let scale = square > 0 ? min(max(linear / square, 1), factor) : 1
        if scale > 1 {
            for example in 0..<count {
                let (lower, upper) = bounds(example)
                beta[example] = min(max(beta[example] * scale, lower), upper)
                gradients[example] = scale * (gradients[example] + sign(example)) - sign(example)
            }
        }
        hasWidened = false
        isOnPath = true
        activateAll(gradients)
    }
}
