/// Finds a step along a direction that satisfies the strong Wolfe conditions: it lowers the value enough, and the
/// slope there is small (Nocedal & Wright, algorithms 3.5 and 3.6).
struct WolfeSearch {
    /// Where a step leads.
    struct Arrival {
        let step: Double
        let point: [Double]
        let value: Double
        let gradient: [Double]
        let slope: Double
    }

    private let point, direction: [Double]
    private let value, slope: Double
    private let sufficientDecrease = 1e-4
    private let curvature = 0.9
    private let maxEvaluations = 40
    private var evaluations = 0

    /// A search from `point`, where the function has `value` and along `direction` the negative `slope`.
    init(point: [Double], direction: [Double], value: Double, slope: Double) {
        self.point = point
        self.direction = direction
        self.value = value
        self.slope = slope
    }

    /// The step's end, or nil if none lowers the value.
    mutating func run(
        firstStep: Double, _ evaluate: (_ point: [Double], _ gradient: inout [Double]) throws -> Double
    ) throws -> Arrival? {
        let start = Arrival(step: 0, point: point, value: value, gradient: [], slope: slope)
        var previous = start
        var step = firstStep
        while evaluations < maxEvaluations {
            let arrival = try move(step, evaluate)
            if !isEnough(arrival) || (previous.step > 0 && arrival.value >= previous.value) {
                return try zoom(low: previous, high: arrival, evaluate)
            }
            if abs(arrival.slope) <= -curvature * slope { return arrival }
            if arrival.slope >= 0 { return try zoom(low: arrival, high: previous, evaluate) }
            previous = arrival
            step *= 2
        }
        return previous.step > 0 ? previous : nil
    }

    /// Narrows an interval that holds a good step; `low` is the end with the lower value.
    private mutating func zoom(
        low: Arrival, high: Arrival, _ evaluate: (_ point: [Double], _ gradient: inout [Double]) throws -> Double
    ) throws -> Arrival? {
        var (low, high) = (low, high)
        while evaluations < maxEvaluations, abs(high.step - low.step) > 1e-14 * max(low.step, high.step) {
            let arrival = try move(between(low, high), evaluate)
            if !isEnough(arrival) || arrival.value >= low.value {
                high = arrival
            } else {
                if abs(arrival.slope) <= -curvature * slope { return arrival }
                if arrival.slope * (high.step - low.step) >= 0 { high = low }
                low = arrival
            }
        }
        return low.step > 0 ? low : nil
    }

    /// The minimiser of the cubic through both ends, kept away from them; the middle if there is none.
    private func between(_ low: Arrival, _ high: Arrival) -> Double {
        let width = high.step - low.step
        let middle = low.step + width / 2
        guard high.value.isFinite, high.slope.isFinite else { return middle }
        let chord = low.slope + high.slope - 3 * (low.value - high.value) / (low.step - high.step)
        let square = chord * chord - low.slope * high.slope
        guard square >= 0 else { return middle }
        let root = width > 0 ? square.squareRoot() : -square.squareRoot()
        let step = high.step - width * (high.slope + root - chord) / (high.slope - low.slope + 2 * root)
        let part = (step - low.step) / width
        return part > 0.1 && part < 0.9 ? step : middle
    }

    private func isEnough(_ arrival: Arrival) -> Bool {
        arrival.value <= value + sufficientDecrease * arrival.step * slope  // false for NaN
    }

    private mutating func move(
        _ step: Double, _ evaluate: (_ point: [Double], _ gradient: inout [Double]) throws -> Double
    ) throws -> Arrival {
        evaluations += 1
        var next = point
        add(step, direction, to: &next)
        var gradient = [Double](repeating: 0, count: point.count)
        let value = try evaluate(next, &gradient)
        return Arrival(
            step: step, point: next, value: value, gradient: gradient, slope: dot(gradient, direction))
    }
}
