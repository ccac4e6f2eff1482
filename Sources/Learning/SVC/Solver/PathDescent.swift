import CVectorLoops

/// The solutions of a two-class problem for rising bounds, each to the bit the one that is found for it alone.
///
/// Every descent begins at β = 0. As long as no multiplier meets its bound the steps are the same for all larger
/// bounds, so they are taken once: before the first step that meets a bound the solver's position is kept, and from there
/// the descent for the next larger bounds goes on. A descent that meets no bound at all solves the problem for all larger
/// ones. What goes wrong ends this descent alone, and is told by ``solutions()``.
///
/// Nothing here depends on the kernel's being positive semi-definite, nor on where the steps lead.
struct PathDescent<Rows: KernelRows>: ~Copyable {
    private var solver: SMOSolver<Rows>

    /// The values of C to solve for, ascending; several may be equal.
    private let cs: [Double]

    /// What C is multiplied by for the bounds of either class.
    private let weights: (positive: Double, negative: Double)

    /// Where the descents for larger C part from that of now; nil while they have not.
    private var fork: SolverPosition?

    private var found: [DualSolution] = []
    private var failure: (any Error)?

    /// Whether there is nothing left to solve.
    private(set) var isDone = false

    /// A descent with a solver that has taken no step; its bounds are set here.
    init(_ solver: consuming SMOSolver<Rows>, cs: [Double], weights: (positive: Double, negative: Double)) {
        precondition(!cs.isEmpty, "a path has a C to begin with")
        self.solver = solver
        (self.cs, self.weights) = (cs, weights)
        attempt { try $0.begin(from: $0.solver.position) }
    }

    /// The solutions, one for each C.
    consuming func solutions() throws -> [DualSolution] {
        if let failure { throw failure }
        return found
    }

    /// Goes on until all is solved.
    mutating func run() {
        while !isDone { react(to: trellis_descend(&solver.state, &solver.progress, solver.pause)) }
    }

    /// Goes on with two descents side by side until both are done.
    static func run(_ one: inout PathDescent, _ other: inout PathDescent) {
        while !one.isDone, !other.isDone {
            var ends = (TRELLIS_GOES_ON, TRELLIS_GOES_ON)
            trellis_descend_together(
                &one.solver.state, &one.solver.progress, one.solver.pause, &ends.0, &other.solver.state,
                &other.solver.progress, other.solver.pause, &ends.1)
            one.react(to: ends.0)
            other.react(to: ends.1)
        }
        one.run()
        other.run()
    }

    private mutating func react(to reason: trellis_end) {
        attempt { descent in
            if reason == TRELLIS_AT_BOUND {
                descent.fork = descent.solver.position
                descent.solver.state.ends_at_bound = false
            }
            guard try descent.solver.react(to: reason) else { return }
            descent.note(try descent.solver.finish())
            guard descent.found.count < descent.cs.count, let fork = descent.fork else {
                return descent.isDone = true
            }
            try descent.begin(from: fork)
        }
    }

    /// Takes a solution for all C that it is of.
    private mutating func note(_ solution: DualSolution) {
        let c = cs[found.count]
        repeat {
            found.append(solution)
        } while found.count < cs.count && (fork == nil || cs[found.count] == c)
    }

    /// Begins the descent for the next C from a position that all larger C have in common.
    private mutating func begin(from position: SolverPosition) throws {
        try solver.context.checkCancellation()
        let c = cs[found.count]
        solver.go(to: position, bounds: (c * weights.positive, c * weights.negative))
        solver.state.ends_at_bound = c < cs[cs.count - 1]
        fork = nil
    }

    private mutating func attempt(_ body: (inout PathDescent) throws -> Void) {
        do {
            try body(&self)
        } catch {
            (failure, isDone) = (error, true)
        }
    }
}
