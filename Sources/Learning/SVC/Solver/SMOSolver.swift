import CVectorLoops

/// Sequential minimal optimisation with second-order selection of the working set and shrinking.
///
/// It solves the dual of the support vector machine, written with signed multipliers β = y α:
///
///     minimise ½ βᵀKβ - yᵀβ   subject to   Σ β = 0,   lower ≤ β ≤ upper,
///
/// where an example's β lies in [0, C] if y = 1, and in [-C, 0] if y = -1. C may differ between examples. With the
/// gradient g = Kβ - y, β is optimal when no β that may increase has a smaller gradient than one that may decrease. A step
/// selects the example i that may increase with the smallest gradient, and the example j that may decrease and, with i,
/// decreases the objective most. It increases β_i and decreases β_j by the amount that is optimal for the two. In this
/// sign convention, the class of an example only affects its bounds, so the loops over examples need not check it.
///
/// The steps, the ties between examples (see ``SolverOrder``), the shrinking, the stopping rule and the intercept are
/// libsvm's, so the solution is the same to rounding. This matters: at the default tolerance a solution is far from
/// unique, and the choice affects scores. (Starting with all multipliers at their bounds, or from the solution for a
/// smaller C, saves steps. However, it changed scores by up to 0.58 for small C, and finds another stationary point if
/// the kernel is not positive semi-definite.) Descents for several values of C share their first steps: see
/// ``PathDescent``.
///
/// Some arrays are indexed by example; the others by *position* in the list of active examples, padded to whole
/// vectors. `trellis_descend`, in C, takes the steps until a row of the kernel matrix is missing or it is time to
/// shrink.
///
/// - R.-E. Fan, P.-H. Chen, C.-J. Lin, Working set selection using second order information for training support
///   vector machines, JMLR 6, 2005: algorithm 2 (WSS 2).
/// - C.-C. Chang, C.-J. Lin, LIBSVM: a library for support vector machines, ACM TIST 2, 2011: section 5.1
///   (shrinking), 4.1.5 (intercept).
struct SMOSolver<Rows: KernelRows>: ~Copyable {
    var problem: TwoClassProblem
    let context: FitContext
    let count: Int
    var rows: RowCache<Rows>

    /// The signed multiplier of each example.
    let beta: WorkBuffer<Double>

    /// The maximum multiplier of each example, without the sign of its class.
    let maxima: WorkBuffer<Double>

    /// The kernel of each example with itself; nil if it is the same for all.
    let wholeDiagonal: [Double]?

    /// The active examples, ascending, with capacity for all examples.
    let active: WorkBuffer<Int32>
    var activeCount: Int

    /// The examples in libsvm's order.
    var order: SolverOrder

    /// By position: -g if β may increase, otherwise -∞; g if β may decrease, otherwise -∞.
    let toGrow: WorkBuffer<Double>
    let toFall: WorkBuffer<Double>

    /// By position: the kernel of an example with itself, if these differ.
    let diagonal: WorkBuffer<Double>

    /// The state in the form that the C loops read.
    var state = trellis_problem()
    var progress = trellis_progress()

    /// Whether some active examples are hidden, with an unknown gradient.
    var isHiding = false

    /// Whether all examples have returned because the end was near.
    var hasWidened = false

    /// The number of steps before the next shrinking.
    var nextShrinking = 0

    /// Whether the optimality conditions are met.
    var isOptimal = false

    /// Creates a solver at β = 0, with the bounds for a C of 1.
    init(_ rows: Rows, problem: TwoClassProblem, context: FitContext, cacheMemory: Int) {
        (self.problem, self.context) = (problem, context)
        count = rows.count
        let common = rows.diagonal.first ?? 0
        wholeDiagonal = rows.diagonal.allSatisfy { $0 == common } ? nil : rows.diagonal
        self.rows = RowCache(rows, memory: cacheMemory)
        beta = WorkBuffer(count: count, repeating: 0)
        maxima = WorkBuffer(count: count, repeating: 0)
        problem.bounds.write(1, positives: problem.positives, to: maxima)
        let room = padded(count)
        active = WorkBuffer(count: room, repeating: 0)
        activeCount = count
        order = SolverOrder(count: count)
        toGrow = WorkBuffer(count: room, repeating: -.infinity)
        toFall = WorkBuffer(count: room, repeating: -.infinity)
        diagonal = WorkBuffer(count: wholeDiagonal == nil ? 0 : room, repeating: 0)
        state.common_diagonal = common
        state.diagonal = wholeDiagonal == nil ? nil : UnsafePointer(diagonal.start)
        (state.to_grow, state.to_fall) = (toGrow.start, toFall.start)
        (state.examples, state.multipliers) = (UnsafePointer(active.start), beta.start)
        state.order = UnsafePointer(order.places.start)
        state.positives = problem.positives
        state.bounds = UnsafePointer(maxima.start)
        state.rows = UnsafeRawPointer(self.rows.pointers.start)
            .assumingMemoryBound(to: UnsafeRawPointer?.self)
        state.rows_are_double = Rows.Element.self == Double.self
        state.used = self.rows.usedAt.start
        state.tolerance = problem.tolerance
        nextShrinking = shrinkingPeriod
        let gradients = WorkBuffer<Double>(uninitialized: count)
        for example in 0..<count { gradients[example] = -sign(example) }
        activateAll(gradients)
    }

    /// The step at which the descent pauses next.
    var pause: Int {
        let checkPeriod = max(1, 2_000_000 / count)  // a few milliseconds' steps
        return min(problem.stepLimit, nextShrinking, progress.steps + checkPeriod)
    }

    /// Handles the reason for which the descent stopped.
    ///
    /// Returns whether the problem is solved, or the step limit is reached.
    ///
    /// - Throws: `CancellationError`; the errors of reading rows.
    mutating func react(to reason: trellis_end) throws -> Bool {
        switch reason {
        case TRELLIS_GOES_ON, TRELLIS_AT_BOUND: return false
        case TRELLIS_WANTS_ROW:
            try context.checkCancellation()
            try provideRow(at: progress.wanted)
        case TRELLIS_OPTIMAL where isComplete:
            isOptimal = true
        case TRELLIS_OPTIMAL:
            try widen()
            nextShrinking = progress.steps + 1
        default:
            try context.checkCancellation()
            if progress.steps == nextShrinking {
                try shrink()
                nextShrinking += shrinkingPeriod
            }
        }
        return isOptimal || progress.steps >= problem.stepLimit
    }

    /// Returns the solution.
    ///
    /// - Throws: The errors of reading rows.
    mutating func finish() throws -> DualSolution {
        try widen()
        return DualSolution(
            coefficients: (0..<count).map { beta[$0] }, intercept: intercept(), steps: progress.steps,
            isOptimal: isOptimal)
    }

    /// The number of steps between attempts to shrink, as in libsvm.
    private var shrinkingPeriod: Int { min(count, 1000) }

    /// Returns the intercept of the decision function: the mean of -g over examples between their bounds, where the
    /// decision is exactly ±1; without any, the middle of the interval that the optimality conditions allow.
    func intercept() -> Double {
        var (sum, free) = (0.0, 0)
        var (least, most) = (-Double.infinity, Double.infinity)
        for example in 0..<count {
            let g = gradient(at: example)
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

    /// Returns the label of an example, 1 or -1.
    @inline(__always)
    func sign(_ example: Int) -> Double { example < problem.positives ? 1 : -1 }

    /// Returns the bounds of an example's β.
    @inline(__always)
    func bounds(_ example: Int) -> (lower: Double, upper: Double) {
        example < problem.positives ? (0, maxima[example]) : (-maxima[example], 0)
    }
}
