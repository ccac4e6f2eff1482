/// Sequential minimal optimisation with second-order selection of the working set and shrinking.
///
/// It solves the dual of the support vector machine, written with signed multipliers β = y α:
///
///     minimise ½ βᵀKβ - yᵀβ   subject to   Σ β = 0,   lower ≤ β ≤ upper,
///
/// where an example's β lies in [0, C] if y = 1, in [-C, 0] if y = -1. With the gradient g = Kβ - y, β is optimal
/// when no β that may grow has a smaller gradient than one that may fall has. A step takes the example i that may
/// grow with the smallest gradient, with it the j that may fall and lets the objective fall most, and moves β_i up
/// and β_j down by the amount that is best for the two. In these signs the class of an example shows in its bounds
/// only, so that the loops over examples need not ask for it.
///
/// The steps, with ties between examples, the stopping rule and the intercept are libsvm's, so the solution is too,
/// to rounding, as long as nothing is shrunk.
///
/// - R.-E. Fan, P.-H. Chen, C.-J. Lin, Working set selection using second order information for training support
///   vector machines, JMLR 6, 2005: algorithm 2 (WSS 2).
/// - C.-C. Chang, C.-J. Lin, LIBSVM: a library for support vector machines, ACM TIST 2, 2011: section 5.1
///   (shrinking), 4.1.5 (intercept).
struct SMOSolver<Rows: KernelRows>: ~Copyable {
    typealias Vector = SIMD4<Double>

    /// What an example's curvature counts as where it is not positive.
    private static var leastCurvature: Double { 1e-12 }

    private let problem: TwoClassProblem
    private let context: FitContext
    private let count: Int
    private let wholeDiagonal: [Double]
    private var rows: RowCache<Rows>

    /// By example: the signed multiplier.
    private let beta: Buffer<Double>

    /// The active examples, ascending. What follows is by position in this list, padded to whole vectors.
    private var active: [Int32]

    /// The gradient.
    private let gradient: Buffer<Vector>

    /// The kernel of an example with itself.
    private let diagonal: Buffer<Vector>

    /// 0 where β may grow, or fall, and -∞ where it may not: added to a score, it rules the example out.
    private let growth: Buffer<Vector>
    private let fall: Buffer<Vector>

    /// The largest of -g where β may grow and the first of the vectors in whose block its last occurrence stands.
    private var mostToGrow = (value: -Double.infinity, block: 0)

    /// The largest of g where β may fall.
    private var mostToFall = -Double.infinity

    private var hasWidened = false

    init(_ rows: Rows, problem: TwoClassProblem, context: FitContext, cacheMemory: Int) {
        (self.problem, self.context) = (problem, context)
        count = rows.count
        wholeDiagonal = rows.diagonal
        self.rows = RowCache(rows, memory: cacheMemory)
        beta = Buffer(count: count, repeating: 0)
        active = (0..<Int32(count)).map { $0 }
        let vectors = (count + 3) / 4
        gradient = Buffer(count: vectors, repeating: Vector())
        diagonal = Buffer(count: vectors, repeating: Vector())
        growth = Buffer(count: vectors, repeating: Vector(repeating: -.infinity))
        fall = Buffer(count: vectors, repeating: Vector(repeating: -.infinity))
        for example in 0..<count { scalars(gradient)[example] = -sign(example) }
        layOutActive()
    }

    /// Solves the problem from β = 0.
    ///
    /// - Throws: `CancellationError`, and what reading rows throws.
    mutating func solve() throws -> DualSolution {
        let period = min(count, 1000)  // libsvm's, between attempts to shrink
        let checkPeriod = max(1, 2_000_000 / count)  // a few milliseconds' steps
        var (steps, untilShrinking, untilCheck) = (0, period + 1, 1)
        var isOptimal = false
        rescore()
        while steps < problem.stepLimit {
            untilCheck -= 1
            if untilCheck == 0 {
                try context.checkCancellation()
                untilCheck = checkPeriod
            }
            untilShrinking -= 1
            if untilShrinking == 0 {
                try shrink()
                untilShrinking = period
            }
            if try step() {
                steps += 1
                continue
            }
            try widen()
            guard try step() else {
                isOptimal = true
                break
            }
            steps += 1
            untilShrinking = 1
        }
        try widen()
        return DualSolution(
            coefficients: (0..<count).map { beta[$0] }, intercept: intercept(), steps: steps,
            isOptimal: isOptimal)
    }

    // MARK: One step

    /// Moves the β of the two examples that promise most, and returns true; or returns false if the active
    /// examples are optimal within the tolerance.
    @inline(__always)
    private mutating func step() throws -> Bool {
        guard mostToGrow.value + mostToFall >= problem.tolerance else { return false }
        let i = lastToGrowMost()
        let rowI = try row(at: i)
        let chosen = partner(of: i, rowI)
        guard let j = chosen else { return false }
        let rowJ = try row(at: j)

        let (gradients, diagonals) = (scalars(gradient), scalars(diagonal))
        var curvature = diagonals[i] + diagonals[j] - 2 * Double(rowI[j])
        if curvature <= 0 { curvature = Self.leastCurvature }
        let amount = (gradients[j] - gradients[i]) / curvature

        let (exampleI, exampleJ) = (Int(active[i]), Int(active[j]))
        let (upper, lower) = (bounds(exampleI).upper, bounds(exampleJ).lower)
        let (oldI, oldJ) = (beta[exampleI], beta[exampleJ])
        var (newI, newJ) = (oldI + amount, oldJ - amount)
        let sum = oldI + oldJ  // stays; where i has less room than j, i meets its bound first
        if sum > upper + lower {
            if newI > upper { (newI, newJ) = (upper, sum - upper) }
        } else {
            if newJ < lower { (newI, newJ) = (sum - lower, lower) }
        }
        (beta[exampleI], beta[exampleJ]) = (newI, newJ)
        updateRoom(at: i)
        updateRoom(at: j)
        updateGradient(rowI, newI - oldI, rowJ, newJ - oldJ)
        return true
    }

    /// The last position at which -g is the largest where β may grow.
    @inline(__always)
    private func lastToGrowMost() -> Int {
        let (gradients, allowed) = (scalars(gradient), scalars(growth))
        var position = min((mostToGrow.block + Self.blockLength) * 4, active.count) - 1
        while allowed[position] - gradients[position] != mostToGrow.value { position -= 1 }
        return position
    }

    /// The last position j at which the objective falls most in a step with i; nil if none makes it fall.
    ///
    /// The gain is b²/a, with b = g_j - g_i and a the curvature. Most examples are told from the best so far by
    /// comparing b² with a times its gain, which takes no division.
    @inline(__always)
    private func partner(of i: Int, _ row: UnsafeMutablePointer<Float>) -> Int? {
        let kernel = UnsafeRawPointer(row).assumingMemoryBound(to: SIMD4<Float>.self)
        let slack = 1 - 1e-14  // so that an example that ties with the best is not passed over
        let diagonalI = scalars(diagonal)[i]
        let vectors = (active.count + 3) / 4
        var (best, bestGain, threshold) = (-1, 0.0, 0.0)
        for index in 0..<vectors {
            var b = mostToGrow.value + (gradient[index] + fall[index])
            b.replace(with: 0, where: b .< 0)
            let a = (diagonalI + diagonal[index]) - 2 * widened(kernel[index])
            let shortfall = a.replacing(with: 0, where: a .< 0) * threshold - b * b
            guard least(shortfall) < 0 else { continue }
            for lane in 0..<4 where b[lane] > 0 {
                let gain = b[lane] * b[lane] / (a[lane] > 0 ? a[lane] : Self.leastCurvature)
                if gain >= bestGain {
                    (best, bestGain, threshold) = (4 * index + lane, gain, gain * slack)
                }
            }
        }
        return best < 0 ? nil : best
    }

    // MARK: Gradient

    /// How many vectors go by between two looks at where the best example is.
    private static var blockLength: Int { 16 }

    /// Adds two multiples of rows to the gradient, and finds its extremes.
    @inline(__always)
    private mutating func updateGradient(
        _ rowI: UnsafeMutablePointer<Float>, _ changeI: Double, _ rowJ: UnsafeMutablePointer<Float>,
        _ changeJ: Double
    ) {
        let kernelI = UnsafeRawPointer(rowI).assumingMemoryBound(to: SIMD4<Float>.self)
        let kernelJ = UnsafeRawPointer(rowJ).assumingMemoryBound(to: SIMD4<Float>.self)
        findExtremes { index, g in g + (widened(kernelI[index]) * changeI + widened(kernelJ[index]) * changeJ) }
    }

    /// Finds the extremes of the gradient.
    private mutating func rescore() { findExtremes { _, g in g } }

    /// Passes over the gradient once: replaces each of its vectors and sets ``mostToGrow`` and ``mostToFall``.
    @inline(__always)
    private mutating func findExtremes(_ next: (Int, Vector) -> Vector) {
        let vectors = (active.count + 3) / 4
        let none = Vector(repeating: -.infinity)
        var (best, bestBlock, falls) = (-Double.infinity, 0, none)
        for block in stride(from: 0, to: vectors, by: Self.blockLength) {
            var grows = none
            for index in block..<min(block + Self.blockLength, vectors) {
                let g = next(index, gradient[index])
                gradient[index] = g
                let (toGrow, toFall) = (growth[index] - g, fall[index] + g)
                grows.replace(with: toGrow, where: toGrow .> grows)
                falls.replace(with: toFall, where: toFall .> falls)
            }
            let most = largest(grows)
            if most >= best { (best, bestBlock) = (most, block) }
        }
        mostToGrow = (best, bestBlock)
        mostToFall = largest(falls)
    }

    // MARK: Active examples

    /// Leaves out examples at a bound that the optimality conditions hold there by far; all return once the end is
    /// near, and before the solution is declared optimal.
    private mutating func shrink() throws {
        if !hasWidened, mostToGrow.value + mostToFall <= problem.tolerance * 10 {
            hasWidened = true
            try widen()
        }
        let (gradients, mayGrow, mayFall) = (scalars(gradient), scalars(growth), scalars(fall))
        let (mostToGrow, mostToFall) = (mostToGrow.value, mostToFall)
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
    private mutating func widen() throws {
        guard active.count < count else { return }
        let gradients = scalars(gradient)
        let whole = Buffer<Double>(count: count, repeating: 0)
        for example in 0..<count { whole[example] = -sign(example) }
        let total = count
        try rows.forEachWholeRow(of: (0..<count).filter { beta[$0] != 0 }) { example, row in
            let multiplier = beta[example]
            for index in 0..<total { whole[index] += multiplier * Double(row[index]) }
        }
        for (position, example) in active.enumerated() { whole[Int(example)] = gradients[position] }
        for example in 0..<count { gradients[example] = whole[example] }
        active = (0..<Int32(count)).map { $0 }
        layOutActive()
        rows.widen()
        rescore()
    }

    /// Sets what is kept by position for the active examples, apart from the gradient.
    private func layOutActive() {
        for (position, example) in active.enumerated() {
            scalars(diagonal)[position] = wholeDiagonal[Int(example)]
            updateRoom(at: position)
        }
        for position in active.count..<4 * ((active.count + 3) / 4) {
            scalars(growth)[position] = -.infinity
            scalars(fall)[position] = -.infinity
        }
    }

    /// Notes whether the β at a position may grow and fall.
    @inline(__always)
    private func updateRoom(at position: Int) {
        let example = Int(active[position])
        let (lower, upper) = bounds(example)
        scalars(growth)[position] = beta[example] < upper ? 0 : -.infinity
        scalars(fall)[position] = beta[example] > lower ? 0 : -.infinity
    }

    // MARK: Access

    /// The row of the example at a position. If it has to be read, so are those of the worst violators.
    @inline(__always)
    private mutating func row(at position: Int) throws -> UnsafeMutablePointer<Float> {
        let example = Int(active[position])
        if !rows.holds(example) { try rows.read([example] + worstViolators(besides: example)) }
        return rows.row(example)
    }

    /// The examples without a row in the cache that are the farthest from optimal, as many as fill a reading.
    private func worstViolators(besides example: Int) -> [Int] {
        let wanted = rows.rowsPerReading - 1
        guard wanted > 0 else { return [] }
        let (gradients, mayGrow, mayFall) = (scalars(gradient), scalars(growth), scalars(fall))
        var worst: [(violation: Double, example: Int)] = []
        for (position, other) in active.enumerated() where other != example && !rows.holds(Int(other)) {
            let violation = max(
                mayGrow[position] - gradients[position] + mostToFall,
                mayFall[position] + gradients[position] + mostToGrow.value)
            if worst.count == wanted {
                guard violation > worst[wanted - 1].violation else { continue }
                worst.removeLast()
            }
            let place = worst.firstIndex { $0.violation < violation } ?? worst.count
            worst.insert((violation, Int(other)), at: place)
        }
        return worst.map(\.example)
    }

    @inline(__always)
    private func sign(_ example: Int) -> Double { example < problem.positives ? 1 : -1 }

    /// Between what β may lie.
    @inline(__always)
    private func bounds(_ example: Int) -> (lower: Double, upper: Double) {
        example < problem.positives ? (0, problem.bounds.positive) : (-problem.bounds.negative, 0)
    }

    @inline(__always)
    private func scalars(_ buffer: borrowing Buffer<Vector>) -> UnsafeMutablePointer<Double> {
        UnsafeMutableRawPointer(buffer.start).assumingMemoryBound(to: Double.self)
    }

    /// The constant of the decision function: the mean of -g over examples between their bounds, on which the
    /// decision is just ±1; without any, the middle of what the optimality conditions allow.
    private func intercept() -> Double {
        var (sum, free) = (0.0, 0)
        var (least, most) = (-Double.infinity, Double.infinity)
        for example in 0..<count {
            let g = scalars(gradient)[example]
            let (lower, upper) = bounds(example)
            if beta[example] >= upper {
                if lower < upper || sign(example) > 0 { least = max(least, g) } else { most = min(most, g) }
            } else if beta[example] <= lower {
                most = min(most, g)
            } else {
                sum += g
                free += 1
            }
        }
        return -(free > 0 ? sum / Double(free) : (least + most) / 2)
    }
}

/// The elements as `Double`, in halves because these have an instruction.
@inline(__always)
private func widened(_ values: SIMD4<Float>) -> SIMD4<Double> {
    SIMD4(lowHalf: SIMD2<Double>(values.lowHalf), highHalf: SIMD2<Double>(values.highHalf))
}

/// The least of four numbers, none of which is NaN.
@inline(__always)
private func least(_ values: SIMD4<Double>) -> Double {
    let half = values.lowHalf.replacing(with: values.highHalf, where: values.highHalf .< values.lowHalf)
    return half[0] < half[1] ? half[0] : half[1]
}

/// The largest of four numbers, none of which is NaN.
@inline(__always)
private func largest(_ values: SIMD4<Double>) -> Double {
    let half = values.lowHalf.replacing(with: values.highHalf, where: values.highHalf .> values.lowHalf)
    return half[0] > half[1] ? half[0] : half[1]
}
