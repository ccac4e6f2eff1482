import CVectorLoops

/// The active examples, and the values stored by their positions.
extension SMOSolver {
    /// Returns the gradient at a position; NaN if it is unknown.
    ///
    /// It is unknown for hidden examples. (An example whose β can neither increase nor decrease has a class with a
    /// bound of 0; then no β ever moves.)
    @inline(__always)
    func gradient(at position: Int) -> Double {
        if toGrow[position] > -.infinity { return -toGrow[position] }
        return toFall[position] > -.infinity ? toFall[position] : .nan
    }

    /// Whether the gradient of every example is known.
    var isComplete: Bool { activeCount == count && !isHiding }

    /// Makes all examples active, with the given gradient.
    mutating func activateAll(_ gradient: borrowing WorkBuffer<Double>) {
        (activeCount, isHiding) = (count, false)
        order.widen()
        for example in 0..<count { active[example] = Int32(example) }
        layOutActive(gradient)
    }

    /// Computes the values by position for the active examples.
    ///
    /// The gradient is given by position, NaN if hidden.
    mutating func layOutActive(_ gradient: borrowing WorkBuffer<Double>) {
        for position in 0..<activeCount {
            let (example, g) = (Int(active[position]), gradient[position])
            let (lower, upper) = bounds(example)
            toGrow[position] = beta[example] < upper && !g.isNaN ? -g : -.infinity
            toFall[position] = beta[example] > lower && !g.isNaN ? g : -.infinity
            if let wholeDiagonal { diagonal[position] = wholeDiagonal[example] }
        }
        for position in activeCount..<padded(activeCount) {
            (toGrow[position], toFall[position]) = (-.infinity, -.infinity)
        }
        state.vectors = padded(activeCount) / Int(TRELLIS_LANES)
        trellis_find_extremes(&state, &progress)
    }

    /// Removes examples that are far inside the optimality conditions at their bound, as libsvm does.
    ///
    /// All return once when the end is near, and before the solution is declared optimal. Rows must be narrowed to the
    /// remaining examples, which pays off once enough are removed; until then, the removed examples are hidden in
    /// place.
    mutating func shrink() throws {
        // Use the extremes from before the others return, as libsvm does.
        let (mostToGrow, mostToFall) = (progress.most_to_grow, progress.most_to_fall)
        if !hasWidened, mostToGrow + mostToFall <= problem.tolerance * 10 {
            hasWidened = true
            try widen()
        }
        let kept = (0..<activeCount).filter { position in
            switch (toGrow[position] > -.infinity, toFall[position] > -.infinity) {
            case (true, true): true
            case (false, true): -toFall[position] <= mostToGrow
            case (true, false): -toGrow[position] <= mostToFall
            case (false, false): false
            }
        }
        guard kept.count < activeCount else { return }
        var isKept = [Bool](repeating: false, count: count)
        for position in kept { isKept[Int(active[position])] = true }
        order.shrink { isKept[$0] }
        if kept.count < activeCount - activeCount / 8 {
            leaveOutAll(but: kept)
        } else {
            hideAll(but: kept)
        }
    }

    /// Keeps only the examples at the given positions active.
    private mutating func leaveOutAll(but kept: [Int]) {
        let gradients = WorkBuffer<Double>(uninitialized: kept.count)
        for (to, from) in kept.enumerated() {
            gradients[to] = gradient(at: from)
            active[to] = active[from]
        }
        (activeCount, isHiding) = (kept.count, false)
        layOutActive(gradients)
        rows.narrow(to: (0..<activeCount).map { active[$0] })
    }

    /// Hides all examples except those at the given ascending positions, so that steps do not use them.
    private mutating func hideAll(but kept: [Int]) {
        var next = 0
        for position in 0..<activeCount {
            if next < kept.count, kept[next] == position {
                next += 1
            } else {
                (toGrow[position], toFall[position]) = (-.infinity, -.infinity)
            }
        }
        isHiding = true
        trellis_find_extremes(&state, &progress)
    }

    /// Makes all examples active, computing the unknown gradients.
    mutating func widen() throws {
        guard !isComplete else { return }
        let whole = WorkBuffer<Double>(count: count, repeating: .nan)
        for position in 0..<activeCount { whole[Int(active[position])] = gradient(at: position) }
        try computeMissing(of: whole)
        activateAll(whole)
        rows.widen()
    }

    /// Computes the gradients that are NaN, from the rows of these examples or of the support vectors, whichever are
    /// fewer.
    private func computeMissing(of gradients: borrowing WorkBuffer<Double>) throws {
        let missing = (0..<count).filter { gradients[$0].isNaN }
        let support = (0..<count).filter { beta[$0] != 0 }
        if missing.count < support.count {
            try rows.source.multiply(missing, by: beta.start) { example, product in
                gradients[example] = product - sign(example)
            }
        } else {
            let sums = WorkBuffer<Double>(count: count, repeating: 0)
            try rows.source.add(support, times: support.map { beta[$0] }, to: sums.start)
            for example in missing { gradients[example] = sums[example] - sign(example) }
        }
    }
}

/// Returns a number of elements, rounded up to whole vectors.
@inline(__always)
func padded(_ count: Int) -> Int {
    let lanes = Int(TRELLIS_LANES)
    return (count + lanes - 1) / lanes * lanes
}
