/// Limited-memory BFGS: minimises a smooth function from its values and gradients.
///
/// The direction is made from the last ``memory`` changes of point and gradient by the two-loop recursion (Nocedal &
/// Wright, *Numerical Optimization*, 2nd edition, algorithm 7.4); the step along it satisfies the strong Wolfe
/// conditions. The stopping rules and their defaults are those of SciPy's `L-BFGS-B` as scikit-learn calls it.
struct LBFGS {
    /// Stops when no element of the gradient is larger than this.
    let gradientTolerance: Double

    /// Stops after this many iterations.
    let maxIterations: Int

    /// Stops when an iteration lowers the value by less than this part of it.
    let valueTolerance = 64 * Double.ulpOfOne

    /// How many changes make a direction.
    let memory = 10

    /// How a minimisation ended.
    struct Outcome {
        /// The best point found.
        let point: [Double]

        /// How many iterations it took.
        let iterations: Int

        /// Whether a stopping rule other than the limit on iterations was met.
        let hasConverged: Bool
    }

    /// A change from one iterate to the next.
    private struct Change {
        let point, gradient: [Double]
        let curvature: Double  // of point and gradient: their inner product
    }

    /// Minimises from `start`.
    ///
    /// - Parameter evaluate: gives the value at a point and writes the gradient there; an infinite or NaN value makes
    ///   the step shorter.
    /// - Throws: what `evaluate` throws.
    func minimize(
        from start: [Double], _ evaluate: (_ point: [Double], _ gradient: inout [Double]) throws -> Double
    ) throws -> Outcome {
        var point = start
        var gradient = [Double](repeating: 0, count: start.count)
        var value = try evaluate(point, &gradient)
        var changes: [Change] = []
        for iteration in 0..<maxIterations {
            if largest(gradient) <= gradientTolerance {
                return Outcome(point: point, iterations: iteration, hasConverged: true)
            }
            var direction = direction(gradient, changes)
            var slope = dot(direction, gradient)
            if slope >= 0 {  // rounding has made the memory useless: begin anew from the gradient
                changes = []
                direction = gradient.map { -$0 }
                slope = -dot(gradient, gradient)
            }
            let first = changes.isEmpty ? min(1, 1 / dot(gradient, gradient).squareRoot()) : 1
            var search = WolfeSearch(point: point, direction: direction, value: value, slope: slope)
            guard let next = try search.run(firstStep: first, evaluate) else {
                // No step lowers the value any more: as good as these numbers allow.
                return Outcome(point: point, iterations: iteration, hasConverged: true)
            }
            let moved = zip(next.point, point).map { $0 - $1 }
            let turned = zip(next.gradient, gradient).map { $0 - $1 }
            let curvature = dot(moved, turned)
            if curvature > Double.ulpOfOne * dot(turned, turned) {
                if changes.count == memory { changes.removeFirst() }
                changes.append(Change(point: moved, gradient: turned, curvature: curvature))
            }
            let drop = value - next.value
            (point, gradient, value) = (next.point, next.gradient, next.value)
            if drop <= valueTolerance * max(abs(value), abs(value + drop), 1) {
                return Outcome(point: point, iterations: iteration + 1, hasConverged: true)
            }
        }
        return Outcome(
            point: point, iterations: maxIterations, hasConverged: largest(gradient) <= gradientTolerance)
    }

    private func direction(_ gradient: [Double], _ changes: [Change]) -> [Double] {
        var direction = gradient.map { -$0 }
        var weights: [Double] = []
        for change in changes.reversed() {
            let weight = dot(change.point, direction) / change.curvature
            add(-weight, change.gradient, to: &direction)
            weights.append(weight)
        }
        if let last = changes.last {
            let scale = last.curvature / dot(last.gradient, last.gradient)
            for index in direction.indices { direction[index] *= scale }
        }
        for (change, weight) in zip(changes, weights.reversed()) {
            add(weight - dot(change.gradient, direction) / change.curvature, change.point, to: &direction)
        }
        return direction
    }

    private func largest(_ vector: [Double]) -> Double { vector.reduce(0) { max($0, abs($1)) } }
}

/// The inner product of two vectors.
func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
}

/// Adds a multiple of one vector to another.
func add(_ factor: Double, _ vector: [Double], to sum: inout [Double]) {
    for index in sum.indices { sum[index] += factor * vector[index] }
}
