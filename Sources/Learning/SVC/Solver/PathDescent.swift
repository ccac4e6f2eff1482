import CVectorLoops

/// The solutions of a two-class problem for increasing bounds, each to the bit the same as a separate solution.
///
/// Every descent starts at β = 0. As long as no multiplier reaches its bound, the steps are the same for all larger
/// bounds, so they are taken once. Before the first step that reaches a bound, the solver's position is saved, and the
/// descent for the next larger bounds continues from there. A descent that reaches no bound solves the problem for all
/// larger ones. An error ends this descent only, and ``solutions()`` throws it.
///
/// This does not depend on the kernel being positive semi-definite, nor on where the steps lead.
struct PathDescent<Rows: KernelRows>: ~Copyable {
    private var solver: SMOSolver<Rows>

    /// The values of C to solve for, ascending; several may be equal.
    private let cs: [Double]

    /// The position at which the descents for larger C depart from the current one; nil until then.
    private var fork: SolverPosition?

    private var found: [DualSolution] = []
    private var failure: (any Error)?

    /// Whether all problems are solved.
    private(set) var isDone = false

    /// Creates a descent with a solver that has taken no step, and sets its bounds.
    init(_ solver: consuming SMOSolver<Rows>, cs: [Double]) {
        precondition(!cs.isEmpty, "a path must have at least one C")
        self.solver = solver
        self.cs = cs
        attempt { try $0.begin(from: $0.solver.position) }
    }

    /// Returns the solutions, one for each C.
    consuming func solutions() throws -> [DualSolution] {
        if let failure { throw failure }
        return found
    }

    /// Runs until all problems are solved.
    mutating func run() {
        while !isDone { react(to: trellis_descend(&solver.state, &solver.progress, solver.pause)) }
    }

    /// Runs two descents side by side until both are done.
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

    /// Stores a solution for all values of C to which it applies.
    private mutating func note(_ solution: DualSolution) {
        let c = cs[found.count]
        repeat {
            found.append(solution)
        } while found.count < cs.count && (fork == nil || cs[found.count] == c)
    }

    /// Starts the descent for the next C from a position common to all larger C.
    private mutating func begin(from position: SolverPosition) throws {
        try solver.context.checkCancellation()
        let c = cs[found.count]
        solver.go(to: position, c: c)
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
