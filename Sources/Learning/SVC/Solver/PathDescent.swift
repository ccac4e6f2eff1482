import CVectorLoops

/// The solutions of a two-class problem for rising bounds, each from the one before.
///
/// A solution without a multiplier at its bound is that of all larger bounds. What goes wrong ends this descent alone,
/// and is told by ``solutions()``.
struct PathDescent<Rows: KernelRows>: ~Copyable {
    private var solver: SMOSolver<Rows>

    /// The values of C to solve for, ascending from the solver's; several may be equal.
    private let cs: [Double]

    /// The C that the solver's bounds are for.
    private var c: Double

    private var found: [DualSolution] = []
    private var failure: (any Error)?

    /// Whether there is nothing left to solve.
    private(set) var isDone = false

    init(_ solver: consuming SMOSolver<Rows>, cs: [Double]) {
        precondition(!cs.isEmpty, "a path has a C to begin with")
        self.solver = solver
        self.cs = cs
        c = cs[0]
        attempt { try $0.solver.begin() }
    }

    /// The solutions, one for each C.
    consuming func solutions() throws -> [DualSolution] {
        if let failure { throw failure }
        return found
    }

    /// Goes on until all is solved.
    mutating func run() {
        while !isDone { react(to: trellis_descend(&solver.state, &solver.progress, solver.pause())) }
    }

    /// Goes on with two descents side by side until both are done.
    static func run(_ one: inout PathDescent, _ other: inout PathDescent) {
        while !one.isDone, !other.isDone {
            var ends = (TRELLIS_GOES_ON, TRELLIS_GOES_ON)
            trellis_descend_together(
                &one.solver.state, &one.solver.progress, one.solver.pause(), &ends.0, &other.solver.state,
                &other.solver.progress, other.solver.pause(), &ends.1)
            one.react(to: ends.0)
            other.react(to: ends.1)
        }
        one.run()
        other.run()
    }

    private mutating func react(to reason: trellis_end) {
        attempt { descent in
            guard try descent.solver.react(to: reason) else { return }
            let last = try descent.solver.finish()
            let isLast = last.isOptimal && !descent.solver.hasBoundedMultiplier
            repeat {
                descent.found.append(last)
                guard descent.found.count < descent.cs.count else { return descent.isDone = true }
            } while isLast || descent.cs[descent.found.count] <= descent.c
            let next = descent.cs[descent.found.count]
            try descent.solver.raiseBounds(by: next / descent.c)
            descent.c = next
            try descent.solver.begin()
        }
    }

    private mutating func attempt(_ body: (inout PathDescent) throws -> Void) {
        do {
            try body(&self)
        } catch {
            (failure, isDone) = (error, true)
        }
    }
}
