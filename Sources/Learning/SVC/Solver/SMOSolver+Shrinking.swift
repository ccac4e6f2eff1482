import CVectorLoops

extension SMOSolver {
    /// Leaves out examples that the optimality conditions hold at their bound by far.
    ///
    /// All return once when the end is near, and before the solution is declared optimal.
    mutating func shrink() throws {
        if !hasWidened, extremes.most_to_grow + extremes.most_to_fall <= problem.tolerance * 10 {
            hasWidened = true
            try widen()
        }
        let (gradients, mayGrow, mayFall) = (gradient.start, growth.start, fall.start)
        let (mostToGrow, mostToFall) = (extremes.most_to_grow, extremes.most_to_fall)
        let kept = active.indices.filter { position in
            let g = gradients[position]
            if mayGrow[position] != 0 { return -g <= mostToGrow }
            if mayFall[position] != 0 { return g <= mostToFall }
            return true
        }
        // Rows have to be narrowed too, which pays once enough elements go.
        guard kept.count <= active.count - active.count / 8 - 1 else { return }
        for (to, from) in kept.enumerated() { gradients[to] = gradients[from] }
        active = kept.map { active[$0] }
        layOutActive()
        rows.narrow(to: active)
        rescore()
    }

    /// Makes all examples active, computing the gradient of those that were not.
    mutating func widen() throws {
        guard active.count < count else { return }
        let gradients = gradient.start
        let whole = WorkBuffer<Double>(count: count, repeating: 0)
        for example in 0..<count { whole[example] = -sign(example) }
        let support = (0..<count).filter { beta[$0] != 0 }
        try rows.source.add(support, times: support.map { beta[$0] }, to: whole.start)
        for (position, example) in active.enumerated() { whole[Int(example)] = gradients[position] }
        for example in 0..<count { gradients[example] = whole[example] }
        active = (0..<Int32(count)).map { $0 }
        layOutActive()
        rows.widen()
        rescore()
    }

    /// Sets what is kept by position for the active examples, apart from the gradient.
    mutating func layOutActive() {
        for (position, example) in active.enumerated() {
            diagonal[position] = wholeDiagonal[Int(example)]
            updateRoom(at: position)
        }
        for position in active.count..<padded(active.count) {
            growth[position] = -.infinity
            fall[position] = -.infinity
        }
        examples = trellis_examples(
            gradient: gradient.start, diagonal: diagonal.start, growth: growth.start, fall: fall.start,
            vectors: padded(active.count) / Int(TRELLIS_LANES))
    }

    /// Notes whether the β at a position may grow and fall.
    @inline(__always)
    func updateRoom(at position: Int) {
        let example = Int(active[position])
        let (lower, upper) = bounds(example)
        growth[position] = beta[example] < upper ? 0 : -.infinity
        fall[position] = beta[example] > lower ? 0 : -.infinity
    }
}
