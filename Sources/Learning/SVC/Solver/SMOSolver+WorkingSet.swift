import CVectorLoops

extension SMOSolver {
    /// The last position j at which the objective falls most in a step with i; nil if none makes it fall.
    @inline(__always)
    mutating func partner(of i: Int, _ row: UnsafeMutablePointer<Float>) -> Int? {
        let best = trellis_partner(
            &examples, row, diagonal[i], extremes.most_to_grow, Self.leastCurvature)
        return best < 0 ? nil : best
    }

    /// Adds two multiples of rows to the gradient, and finds its extremes.
    @inline(__always)
    mutating func updateGradient(
        _ rowI: UnsafeMutablePointer<Float>, _ changeI: Double, _ rowJ: UnsafeMutablePointer<Float>,
        _ changeJ: Double
    ) {
        extremes = trellis_step(&examples, rowI, changeI, rowJ, changeJ)
    }

    /// Finds the extremes of the gradient.
    mutating func rescore() {
        let zeros = WorkBuffer<Float>(count: padded(active.count), repeating: 0)
        updateGradient(zeros.start, 0, zeros.start, 0)
    }
}

/// A number of elements, rounded up to whole vectors.
@inline(__always)
func padded(_ count: Int) -> Int {
    let lanes = Int(TRELLIS_LANES)
    return (count + lanes - 1) / lanes * lanes
}
