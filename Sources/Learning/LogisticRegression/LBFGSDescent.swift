/// A descent by L-BFGS that takes the same steps and stops at the same point as SciPy's L-BFGS-B in scikit-learn.
struct LBFGSDescent: LogisticDescent {
    private(set) var here: LogisticObjective.Evaluation
    private(set) var iterations = 0

    /// Whether the descent ended because no derivative exceeds the tolerance or the objective no longer decreases.
    private(set) var isConverged = false
    private(set) var nextPoint: [Double]?

    private var rule = LBFGSRule()
    private let limit: Int
    private let tolerance: Double

    /// The search direction, and the step being tried along it.
    private var direction: [Double] = []
    private var slope = 0.0
    private var search = LineSearch(value: 0, slope: 0, firstStep: 1)
    private var step = 0.0
    private var trials = 0

    /// The maximum number of trials along a direction.
    private static let trialLimit = 50

    /// The relative decrease of the objective below which the descent ends.
    private static let leastFall = 64 * Double.ulpOfOne

    /// Starts a descent that ends when no derivative exceeds the tolerance, after `limit` steps, or when the objective
    /// no longer decreases.
    init(from start: LogisticObjective.Evaluation, limit: Int, tolerance: Double) {
        here = start
        self.limit = limit
        self.tolerance = tolerance
        beginStep()
    }

    /// Takes an evaluation: moves to its point, or requests another step along the same direction.
    mutating func take(_ there: LogisticObjective.Evaluation) {
        trials += 1
        let trial = LineSearch.Trial(step: step, value: there.value, slope: dot(there.gradient, direction))
        switch search.take(trial) {
        case .tryStep(let next) where trials < Self.trialLimit && there.value.isFinite:
            step = next
            nextPoint = point(at: next)
        case .tryStep:
            nextPoint = nil
            if rule.restart() { beginStep() }
        case .accept:
            rule.didStep(from: here, to: there, slope: step * slope)
            let fall = here.value - there.value
            isConverged = fall <= Self.leastFall * max(abs(here.value), abs(there.value), 1)
            here = there
            iterations += 1
            beginStep()
        }
    }

    /// Starts along a new direction, unless the descent has ended.
    private mutating func beginStep() {
        nextPoint = nil
        isConverged = isConverged || here.gradient.allSatisfy { abs($0) <= tolerance }
        guard !isConverged, iterations < limit else { return }
        direction = rule.direction(from: here)
        slope = dot(here.gradient, direction)
        if slope >= 0, rule.restart() {
            direction = rule.direction(from: here)
            slope = dot(here.gradient, direction)
        }
        guard slope < 0 else { return }
        step = rule.firstStep(along: direction)
        search = LineSearch(value: here.value, slope: slope, firstStep: step)
        trials = 0
        nextPoint = point(at: step)
    }

    private func point(at step: Double) -> [Double] { zip(here.point, direction).map { $0 + step * $1 } }
}
