/// A descent by Newton's method that takes the steps of scikit-learn's `newton-cholesky` and stops where it stops.
///
/// Each step is halved until the objective decreases enough (Nocedal and Wright, "Numerical Optimization" (2006),
/// chapter 3.1). If the equations cannot be solved, or no halving helps, the descent continues with L-BFGS.
struct NewtonDescent: LogisticDescent {
    private(set) var here: LogisticObjective.Evaluation
    private(set) var iterations = 0

    /// Whether no derivative, nor half the squared Newton decrement of the last step, exceeds the tolerance; or whether
    /// L-BFGS converged.
    private(set) var isConverged = false
    private(set) var nextPoint: [Double]?

    private let system: NewtonSystem
    private let limit: Int
    private let tolerance: Double

    /// The step, the objective's slope along it, the fraction being tried, and the number of trials.
    private var direction: [Double] = []
    private var slope = 0.0
    private var part = 1.0
    private var trials = 0

    /// The L-BFGS descent that continues where Newton's method cannot.
    private var fallback: LBFGSDescent?

    /// The number of fractions of a step to try, down to 2⁻²⁰.
    private static let trialLimit = 21

    /// The sufficient decrease of the objective, as a fraction of the decrease predicted by the slope.
    private static let sufficientDecrease = 0x1p-11

    /// The relative change of the objective that may be rounding.
    private static let rounding = 16 * Double.ulpOfOne

    /// Starts a descent that ends after at least one step when the tolerance is met, or after `limit` steps.
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
            // The squared decrement is step × Hessian × step, which equals the negated slope.
            isConverged = there.gradient.allSatisfy { abs($0) <= tolerance } && -0.5 * slope <= tolerance
            beginStep()
        } else {
            trials += 1
            guard trials < Self.trialLimit else { return fallBack(from: there) }
            part /= 2
            nextPoint = point(at: part)
        }
    }

    /// Returns whether the objective decreases enough or, where rounding hides the decrease, whether the derivatives
    /// do.
    private func isGood(_ there: LogisticObjective.Evaluation) -> Bool {
        let change = there.value - here.value
        if change <= part * Self.sufficientDecrease * slope { return true }
        func sum(_ gradient: [Double]) -> Double { gradient.reduce(0) { $0 + abs($1) } }
        return abs(change) <= Self.rounding * abs(here.value) && sum(there.gradient) < sum(here.gradient)
    }

    /// Solves for a step, unless the descent has ended.
    private mutating func beginStep() {
        guard !isConverged, iterations < limit else { return end() }
        guard let step = system.step(from: here) else { return fallBack(from: here) }
        direction = step
        slope = dot(here.gradient, step)
        guard slope <= 0 else { return fallBack(from: here) }
        (part, trials) = (1, 0)
        nextPoint = point(at: part)
    }

    /// Continues with L-BFGS for the remaining steps, not counting the failed one.
    private mutating func fallBack(from start: LogisticObjective.Evaluation) {
        follow(LBFGSDescent(from: start, limit: max(1, limit - iterations - 1), tolerance: tolerance))
    }

    private mutating func follow(_ descent: LBFGSDescent) {
        (fallback, nextPoint) = (descent, descent.nextPoint)
        guard descent.nextPoint == nil else { return }
        here = descent.here
        iterations += descent.iterations
        isConverged = descent.isConverged
        end()
    }

    private mutating func end() {
        nextPoint = nil
        here.point = system.symmetric(here.point)
    }

    private func point(at part: Double) -> [Double] { zip(here.point, direction).map { $0 + part * $1 } }
}
