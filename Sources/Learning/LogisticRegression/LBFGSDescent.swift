/// One descent by L-BFGS, which takes the steps that L-BFGS-B in SciPy takes under scikit-learn, and ends where it ends.
struct LBFGSDescent: LogisticDescent {
    private(set) var here: LogisticObjective.Evaluation
    private(set) var iterations = 0

    /// Whether it ended because no derivative is larger than the tolerance or the objective falls no more.
    private(set) var isConverged = false
    private(set) var wanted: [Double]?

    private var rule = LBFGSRule()
    private let limit: Int
    private let tolerance: Double

    /// The search along the direction, and the step that it tries.
    private var direction: [Double] = []
    private var slope = 0.0
    private var search = LineSearch(value: 0, slope: 0, firstStep: 1)
    private var step = 0.0
    private var trials = 0

    /// The trials after which a direction is given up.
    private static let trialLimit = 50

    /// The fall of the objective in a step, of its size, below which it has ended.
    private static let leastFall = 64 * Double.ulpOfOne

    /// Starts a descent that ends when no derivative is larger than the tolerance, after `limit` steps, or when the
    /// objective falls no more.
    init(from start: LogisticObjective.Evaluation, limit: Int, tolerance: Double) {
        here = start
        self.limit = limit
        self.tolerance = tolerance
        beginStep()
    }

    /// Takes what was wanted: goes there, or wants another step along the same direction.
    mutating func take(_ there: LogisticObjective.Evaluation) {
        trials += 1
        let trial = LineSearch.Trial(step: step, value: there.value, slope: dot(there.gradient, direction))
        switch search.take(trial) {
        case .tryStep(let next) where trials < Self.trialLimit && there.value.isFinite:
            step = next
            wanted = point(at: next)
        case .tryStep:
            wanted = nil
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

    /// Sets out in a new direction, unless it is time to end.
    private mutating func beginStep() {
        wanted = nil
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
        wanted = point(at: step)
    }

    private func point(at step: Double) -> [Double] { zip(here.point, direction).map { $0 + step * $1 } }
}
