import CVectorLoops

/// The state of a solver, apart from its bounds.
struct SolverPosition {
    /// The signed multiplier of each example.
    fileprivate let beta: [Double]

    /// The active examples, ascending, and their gradients, which are NaN for hidden examples.
    fileprivate let active: [Int32]
    fileprivate let gradients: [Double]

    fileprivate let order: SolverOrder.Position
    fileprivate let isHiding: Bool
    fileprivate let hasWidened: Bool
    fileprivate let steps: Int
    fileprivate let nextShrinking: Int
}

extension SMOSolver {
    /// The current position.
    ///
    /// - Complexity: O(examples) time and memory.
    var position: SolverPosition {
        SolverPosition(
            beta: (0..<count).map { beta[$0] }, active: (0..<activeCount).map { active[$0] },
            gradients: (0..<activeCount).map { gradient(at: $0) }, order: order.position, isHiding: isHiding,
            hasWidened: hasWidened, steps: progress.steps, nextShrinking: nextShrinking)
    }

    /// Restores an earlier position of this solver, with the bounds for another C.
    mutating func go(to position: SolverPosition, c: Double) {
        problem.bounds.write(c, positives: problem.positives, to: maxima)
        for example in 0..<count { beta[example] = position.beta[example] }
        for (place, example) in position.active.enumerated() { active[place] = example }
        activeCount = position.active.count
        order.go(to: position.order)
        (isHiding, hasWidened) = (position.isHiding, position.hasWidened)
        (progress.steps, nextShrinking) = (position.steps, position.nextShrinking)
        isOptimal = false
        let gradients = WorkBuffer<Double>(uninitialized: activeCount)
        for (place, gradient) in position.gradients.enumerated() { gradients[place] = gradient }
        layOutActive(gradients)
        rows.widen()
        if activeCount < count { rows.narrow(to: position.active) }
    }
}
