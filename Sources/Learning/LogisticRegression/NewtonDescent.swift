/// One descent by Newton's method, which takes the steps of scikit-learn's `newton-cholesky`, and ends where it ends.
///
/// Each step is halved until the objective falls enough (Nocedal and Wright, "Numerical Optimization" (2006), chapter 3.1).
/// Where the equations cannot be solved, or no halving helps, it continues by L-BFGS.
struct NewtonDescent: LogisticDescent {
    private(set) var here: LogisticObjective.Evaluation
    private(set) var iterations = 0

    /// Whether no derivative exceeds the tolerance, nor half the squared Newton decrement of the last step; or L-BFGS
    /// converged.
    private(set) var isConverged = false
    private(set) var wanted: [Double]?

    private let system: NewtonSystem
    private let limit: Int
    private let tolerance: Double

    /// The step, how steeply the objective falls along it, the part of it that is tried, and how many were.
    private var direction: [Double] = []
    private var slope = 0.0
    private var part = 1.0
    private var trials = 0

    /// The descent by L-BFGS that continues where Newton's method cannot.
    private var fallback: LBFGSDescent?

    /// The parts of a step that are tried, down to 2⁻²⁰.
    private static let trialLimit = 21

    /// The fall of the objective, of what the slope promises, that is enough.
    private static let sufficientDecrease = 0x1p-11

    /// The change of the objective, of its size, that may be rounding.
    private static let rounding = 16 * Double.ulpOfOne

    /// Starts a descent that ends when the tolerance is met, but not before a step, or after `limit` steps.
    init(from start: LogisticObjective.Evaluation, by system: NewtonSystem, limit: Int, tolerance: Double) {
        here = start
        self.system = system
        self.limit = limit
        self.tolerance = tolerance
        beginStep()
    }

    mutating func take(_ there: LogisticObjective.Evaluation) {
        if var descent = fallback {
            descent.take(there)
            follow(descent)
        } else if isGood(there) {
            here = there
            iterations += 1
            // The decrement's square is step × second derivatives × step, which the slope is, negated.
            isConverged = there.gradient.allSatisfy { abs($0) <= tolerance } && -0.5 * slope <= tolerance
            beginStep()
        } else {
            trials += 1
            guard trials < Self.trialLimit else { return fallBack(from: there) }
            part /= 2
            wanted = point(at: part)
        }
    }

    /// Whether the objective falls enough, or as far as can be told where rounding hides it: the derivatives do.
    private func isGood(_ there: LogisticObjective.Evaluation) -> Bool {
        let change = there.value - here.value
        if change <= part * Self.sufficientDecrease * slope { return true }
        func sum(_ gradient: [Double]) -> Double { gradient.reduce(0) { $0 + abs($1) } }
        return abs(change) <= Self.rounding * abs(here.value) && sum(there.gradient) < sum(here.gradient)
    }

    /// Solves for a step, unless it is time to end.
    private mutating func beginStep() {
        guard !isConverged, iterations < limit else { return end() }
        guard let step = system.step(from: here) else { return fallBack(from: here) }
        direction = step
        slope = dot(here.gradient, step)
        guard slope <= 0 else { return fallBack(from: here) }
        (part, trials) = (1, 0)
        wanted = point(at: part)
    }

    /// Goes on by L-BFGS, for what is left of the steps less the one that failed.
    private mutating func fallBack(from start: LogisticObjective.Evaluation) {
        follow(LBFGSDescent(from: start, limit: max(1, limit - iterations - 1), tolerance: tolerance))
    }

    private mutating func follow(_ descent: LBFGSDescent) {
        (fallback, wanted) = (descent, descent.wanted)
        guard descent.wanted == nil else { return }
        here = descent.here
        iterations += descent.iterations
        isConverged = descent.isConverged
        end()
    }

    private mutating func end() {
        wanted = nil
        here.point = system.symmetric(here.point)
    }

    private func point(at part: Double) -> [Double] { zip(here.point, direction).map { $0 + part * $1 } }
}
