import CVectorLoops

/// Which examples are active, and what is kept by their positions.
extension SMOSolver {
    /// The gradient at a position.
    ///
    /// An example whose β may neither grow nor fall is of a class whose bound is 0. With it no β ever moves.
    @inline(__always)
    func gradient(at position: Int) -> Double {
        if toGrow[position] > -.infinity { return -toGrow[position] }
        return toFall[position] > -.infinity ? toFall[position] : -sign(Int(active[position]))
    }

    /// Makes all examples active, with the given gradient.
    mutating func activateAll(_ gradient: borrowing WorkBuffer<Double>) {
        activeCount = count
        for example in 0..<count { active[example] = Int32(example) }
        layOutActive(gradient)
    }

    /// Sets what is kept by position for the active examples, whose gradient is given by position.
    mutating func layOutActive(_ gradient: borrowing WorkBuffer<Double>) {
        (state.positive_bound, state.negative_bound) = problem.bounds
        for position in 0..<activeCount {
            let (example, g) = (Int(active[position]), gradient[position])
            let (lower, upper) = bounds(example)
            toGrow[position] = beta[example] < upper ? -g : -.infinity
            toFall[position] = beta[example] > lower ? g : -.infinity
            if let wholeDiagonal { diagonal[position] = wholeDiagonal[example] }
        }
        for position in activeCount..<padded(activeCount) {
            (toGrow[position], toFall[position]) = (-.infinity, -.infinity)
        }
        state.vectors = padded(activeCount) / Int(TRELLIS_LANES)
        trellis_find_extremes(&state, &progress)
    }

    /// Leaves out examples that the optimality conditions hold at their bound by far.
    ///
    /// All return once when the end is near, and before the solution is declared optimal.
    mutating func shrink() throws {
        if !hasWidened, progress.most_to_grow + progress.most_to_fall <= problem.tolerance * 10 {
            hasWidened = true
            try widen()
        }
        let (mostToGrow, mostToFall) = (progress.most_to_grow, progress.most_to_fall)
        let kept = (0..<activeCount).filter { position in
            if toGrow[position] == -.infinity { return -toFall[position] <= mostToGrow }
            if toFall[position] == -.infinity { return -toGrow[position] <= mostToFall }
            return true
        }
        // Rows have to be narrowed too, which pays once enough elements go.
        guard kept.count <= activeCount - activeCount / 8 - 1 else { return }
        let gradients = WorkBuffer<Double>(uninitialized: kept.count)
        for (to, from) in kept.enumerated() {
            gradients[to] = gradient(at: from)
            active[to] = active[from]
        }
        activeCount = kept.count
        layOutActive(gradients)
        rows.narrow(to: (0..<activeCount).map { active[$0] })
    }

    /// Makes all examples active, computing the gradient of those that were not.
    mutating func widen() throws {
        guard activeCount < count else { return }
        let whole = WorkBuffer<Double>(count: count, repeating: 0)
        for example in 0..<count { whole[example] = -sign(example) }
        let support = (0..<count).filter { beta[$0] != 0 }
        try rows.source.add(support, times: support.map { beta[$0] }, to: whole.start)
        for position in 0..<activeCount { whole[Int(active[position])] = gradient(at: position) }
        activateAll(whole)
        rows.widen()
    }
}

/// A number of elements, rounded up to whole vectors.
@inline(__always)
func padded(_ count: Int) -> Int {
    let lanes = Int(TRELLIS_LANES)
    return (count + lanes - 1) / lanes * lanes
}
