extension SMOSolver {
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
    mutating func raiseBounds(by factor: Double) throws {
        precondition(factor >= 1, "bounds are raised, not lowered")
        try widen()
        let gradients = gradient.start
        var (square, linear) = (0.0, 0.0)
        for example in 0..<count {
            let label = sign(example)
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
        layOutActive()
    }
}
