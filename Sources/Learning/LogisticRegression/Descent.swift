/// A rule for where to go next from a point of a ``LogisticObjective``.
protocol DescentRule {
    /// A direction along which the objective falls.
    mutating func direction(from here: LogisticObjective.Evaluation) throws -> [Double]

    /// How far along a direction to look first.
    func firstStep(along direction: [Double]) -> Double

    /// Tells the rule of a step that was taken along which the objective's slope was `slope` times its length at first.
    mutating func didStep(
        from old: LogisticObjective.Evaluation, to new: LogisticObjective.Evaluation, slope: Double)

    /// Forgets what it learned on the way; returns whether there was anything to forget.
    mutating func restart() -> Bool

    /// Whether a step is good that makes the derivatives smaller, where the objective's rounding hides how far it falls.
    var goesByDerivatives: Bool { get }
}

/// One descent to the minimum of a ``LogisticObjective``, step by step along the directions of a rule.
///
/// It asks for the evaluations that it needs and is told them, so that several descents can go on side by side and
/// share the products with the rows (see ``LogisticObjective/minimise(by:penalties:limit:tolerance:in:)``). It ends as
/// L-BFGS-B in SciPy does under scikit-learn.
struct Descent {
    /// Where it is; where it stopped, once nothing is wanted.
    private(set) var here: LogisticObjective.Evaluation

    /// The steps it took.
    private(set) var iterations = 0

    /// Whether it ended because no derivative is larger than the tolerance or the objective falls no more.
    private(set) var isConverged = false

    /// The point at which it wants the objective evaluated; nil when it has ended.
    private(set) var wanted: [Double]?

    private var rule: any DescentRule
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
    init(
        from start: LogisticObjective.Evaluation, by rule: any DescentRule, limit: Int, tolerance: Double
    ) throws {
        here = start
        self.rule = rule
        self.limit = limit
        self.tolerance = tolerance
        try beginStep()
    }

    /// Takes what was wanted: goes there, or wants another step along the same direction.
    mutating func take(_ there: LogisticObjective.Evaluation) throws {
        trials += 1
        let trial = LineSearch.Trial(step: step, value: there.value, slope: dot(there.gradient, direction))
        let isBetter = isBetterByDerivatives(there)
        switch isBetter ? .accept : search.take(trial) {
        case .tryStep(let next) where trials < Self.trialLimit && there.value.isFinite:
            step = next
            wanted = point(at: next)
        case .tryStep:
            wanted = nil
            if rule.restart() { try beginStep() }
        case .accept:
            rule.didStep(from: here, to: there, slope: step * slope)
            let fall = here.value - there.value
            isConverged =
                !isBetter && fall <= Self.leastFall * max(abs(here.value), abs(there.value), 1)
            here = there
            iterations += 1
            try beginStep()
        }
    }

    /// Sets out in a new direction, unless it is time to end.
    private mutating func beginStep() throws {
        wanted = nil
        isConverged = isConverged || here.gradient.allSatisfy { abs($0) <= tolerance }
        guard !isConverged, iterations < limit else { return }
        direction = try rule.direction(from: here)
        slope = dot(here.gradient, direction)
        if slope >= 0, rule.restart() {
            direction = try rule.direction(from: here)
            slope = dot(here.gradient, direction)
        }
        guard slope < 0 else { return }
        step = rule.firstStep(along: direction)
        search = LineSearch(value: here.value, slope: slope, firstStep: step)
        trials = 0
        wanted = point(at: step)
    }

    /// Whether a trial is good although its value may not tell.
    private func isBetterByDerivatives(_ there: LogisticObjective.Evaluation) -> Bool {
        func largest(_ gradient: [Double]) -> Double { gradient.reduce(0) { max($0, abs($1)) } }
        return rule.goesByDerivatives && there.value.isFinite
            && -slope <= Self.leastFall * max(abs(here.value), 1)
            && largest(there.gradient) < largest(here.gradient)
    }

    private func point(at step: Double) -> [Double] { zip(here.point, direction).map { $0 + step * $1 } }
}

extension LogisticObjective {
    /// Descends from zero for each strength of the penalty, all side by side.
    func minimise(
        by rule: (_ penalty: Double) -> any DescentRule, penalties: [Double], limit: Int, tolerance: Double,
        in context: FitContext
    ) throws -> [Descent] {
        let origin = [Double](repeating: 0, count: parameterCount)
        let starts = evaluate(penalties.map { Request(point: origin, penalty: $0) })
        var descents = try zip(starts, penalties).map { start, penalty in
            try Descent(from: start, by: rule(penalty), limit: limit, tolerance: tolerance)
        }
        while true {
            let going = descents.indices.filter { descents[$0].wanted != nil }
            guard !going.isEmpty else { return descents }
            try context.checkCancellation()
            let requests = going.compactMap { index in
                descents[index].wanted.map { Request(point: $0, penalty: penalties[index]) }
            }
            for (index, evaluation) in zip(going, evaluate(requests)) {
                try descents[index].take(evaluation)
            }
        }
    }
}

/// The inner product, by eight sums side by side.
func dot(_ left: [Double], _ right: [Double]) -> Double {
    precondition(left.count == right.count, "an inner product needs vectors of one length")
    return left.withUnsafeBytes { leftBytes in
        right.withUnsafeBytes { rightBytes in
            var sums = SIMD8<Double>.zero
            let whole = left.count & ~7
            for offset in stride(from: 0, to: 8 * whole, by: 64) {
                let a = leftBytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
                let b = rightBytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
                sums += a * b
            }
            return (whole..<left.count).reduce(sums.sum()) { $0 + left[$1] * right[$1] }
        }
    }
}
