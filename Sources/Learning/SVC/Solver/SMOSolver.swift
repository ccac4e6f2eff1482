import CVectorLoops

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
    /// What an example's curvature counts as where it is not positive.
    static var leastCurvature: Double { 1e-12 }

    var problem: TwoClassProblem
    let context: FitContext
    let count: Int
    let wholeDiagonal: [Double]
    var rows: RowCache<Rows>

    /// By example: the signed multiplier.
    let beta: WorkBuffer<Double>

    /// The active examples, ascending; what follows is by position in this list, padded to whole vectors
    /// of `TRELLIS_LANES`.
    var active: [Int32]

    /// The gradient.
    let gradient: WorkBuffer<Double>

    /// The kernel of an example with itself.
    let diagonal: WorkBuffer<Double>

    /// 0 where β may grow and -∞ where it may not: added to a score, it rules the example out.
    let growth: WorkBuffer<Double>

    /// The same where β may fall.
    let fall: WorkBuffer<Double>

    /// The active examples as the loops take them.
    var examples = trellis_examples()

    /// The largest of -g where β may grow, the last position at which it is, and the largest of g where β may fall.
    var extremes = trellis_extremes()

    /// Whether all examples have returned because the end was near.
    var hasWidened = false

    init(_ rows: Rows, problem: TwoClassProblem, context: FitContext, cacheMemory: Int) {
        (self.problem, self.context) = (problem, context)
        count = rows.count
        wholeDiagonal = rows.diagonal
        self.rows = RowCache(rows, memory: cacheMemory)
        beta = WorkBuffer(count: count, repeating: 0)
        active = (0..<Int32(count)).map { $0 }
        let room = padded(count)
        gradient = WorkBuffer(count: room, repeating: 0)
        diagonal = WorkBuffer(count: room, repeating: 0)
        growth = WorkBuffer(count: room, repeating: -.infinity)
        fall = WorkBuffer(count: room, repeating: -.infinity)
        for example in 0..<count { gradient[example] = -sign(example) }
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

    /// Moves the β of the two examples that promise most, and returns true; or returns false if the active
    /// examples are optimal within the tolerance.
    @inline(__always)
    mutating func step() throws -> Bool {
        guard extremes.most_to_grow + extremes.most_to_fall >= problem.tolerance else { return false }
        let i = extremes.most_to_grow_at
        let rowI = try row(at: i)
        guard let j = partner(of: i, rowI) else { return false }
        let rowJ = try row(at: j)

        var curvature = diagonal[i] + diagonal[j] - 2 * Double(rowI[j])
        if curvature <= 0 { curvature = Self.leastCurvature }
        let amount = (gradient[j] - gradient[i]) / curvature

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

    /// The constant of the decision function: the mean of -g over examples between their bounds, on which the
    /// decision is just ±1; without any, the middle of what the optimality conditions allow.
    func intercept() -> Double {
        var (sum, free) = (0.0, 0)
        var (least, most) = (-Double.infinity, Double.infinity)
        for example in 0..<count {
            let g = gradient[example]
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

    /// The label of an example, 1 or -1.
    @inline(__always)
    func sign(_ example: Int) -> Double { example < problem.positives ? 1 : -1 }

    /// Between what β may lie.
    @inline(__always)
    func bounds(_ example: Int) -> (lower: Double, upper: Double) {
        example < problem.positives ? (0, problem.bounds.positive) : (-problem.bounds.negative, 0)
    }
}
