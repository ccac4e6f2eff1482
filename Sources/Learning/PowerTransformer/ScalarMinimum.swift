/// Brent's method for the minimum of a function of one number, with the steps and tolerances of SciPy.
///
/// Source: Brent, "Algorithms for Minimization without Derivatives" (1973), chapter 5.
enum ScalarMinimum {
    private static let tolerance = 1.48e-8
    private static let maxSteps = 500

    /// Returns the position of a minimum in an interval, as `scipy.optimize.fminbound`.
    static func bounded(from low: Double, to high: Double, of function: (Double) -> Double) -> Double? {
        let tolerance = { (x: Double) in (2.2e-16).squareRoot() * abs(x) + Self.tolerance / 3 }
        let golden = 0.5 * (3 - 5.0.squareRoot())
        var search = BrentSearch(
            low: low, high: high, start: low + golden * (high - low), golden: golden,
            tolerance: tolerance, function)
        for _ in 0..<maxSteps where !search.isFinished { search.step(function) }
        return search.best.isFinite && search.least.isFinite ? search.best : nil
    }

    /// Returns the position of a minimum that is bracketed downhill from two points, as `scipy.optimize.brent`.
    static func brent(between first: Double, and second: Double, of function: (Double) -> Double) -> Double? {
        guard let (low, start, high) = bracket(first, second, of: function) else { return nil }
        let tolerance = { (x: Double) in Self.tolerance * abs(x) + 1e-11 }
        var search = BrentSearch(
            low: min(low, high), high: max(low, high), start: start, golden: 0.3819660,
            tolerance: tolerance, function)
        for _ in 0..<maxSteps where !search.isFinished { search.step(function) }
        return search.best.isFinite && search.least.isFinite ? search.best : nil
    }

    /// Returns three points of which the middle one has the least value, as `scipy.optimize.bracket`.
    private static func bracket(
        _ first: Double, _ second: Double, of function: (Double) -> Double
    ) -> (Double, Double, Double)? {
        let (gold, tiny, limit) = (1.618034, 1e-21, 110.0)
        var (a, b) = (first, second)
        var (fa, fb) = (function(a), function(b))
        if fa < fb { (a, b, fa, fb) = (b, a, fb, fa) }
        var c = b + gold * (b - a)
        var fc = function(c)
        var steps = 0
        while fc < fb {
            let (left, right) = ((b - a) * (fb - fc), (b - c) * (fb - fa))
            let difference = right - left
            let denominator = abs(difference) < tiny ? 2 * tiny : 2 * difference
            var w = b - ((b - c) * right - (b - a) * left) / denominator
            let farthest = b + limit * (c - b)
            steps += 1
            guard steps <= 1001 else { return nil }
            var fw: Double
            if (w - c) * (b - w) > 0 {
                fw = function(w)
                if fw < fc {
                    (a, b, fa, fb) = (b, w, fb, fw)
                    break
                } else if fw > fb {
                    (c, fc) = (w, fw)
                    break
                }
                w = c + gold * (c - b)
                fw = function(w)
            } else if (w - farthest) * (farthest - c) >= 0 {
                w = farthest
                fw = function(w)
            } else if (w - farthest) * (c - w) > 0 {
                fw = function(w)
                if fw < fc {
                    (b, c) = (c, w)
                    w = c + gold * (c - b)
                    (fb, fc) = (fc, fw)
                    fw = function(w)
                }
            } else {
                w = c + gold * (c - b)
                fw = function(w)
            }
            (a, b, c) = (b, c, w)
            (fa, fb, fc) = (fb, fc, fw)
        }
        let isLeast = (fb < fc && fb <= fa) || (fb < fa && fb <= fc)
        let isOrdered = (a < b && b < c) || (c < b && b < a)
        guard isLeast, isOrdered, a.isFinite, c.isFinite else { return nil }
        return (a, b, c)
    }
}

/// The state of a search by parabolas and golden sections.
private struct BrentSearch {
    /// The interval that contains the minimum.
    private var low: Double
    private var high: Double

    /// The best, the second-best and the third-best point, with their values.
    private(set) var best: Double
    private(set) var least: Double
    private var second: (x: Double, f: Double)
    private var third: (x: Double, f: Double)

    /// The last step, and the one before it.
    private var last = 0.0
    private var beforeLast = 0.0

    private let golden: Double
    private let tolerance: (Double) -> Double

    init(
        low: Double, high: Double, start: Double, golden: Double, tolerance: @escaping (Double) -> Double,
        _ function: (Double) -> Double
    ) {
        (self.low, self.high, self.golden, self.tolerance) = (low, high, golden, tolerance)
        best = start
        least = function(start)
        second = (best, least)
        third = second
    }

    /// Whether the interval is as small as the tolerance.
    var isFinished: Bool {
        abs(best - 0.5 * (low + high)) <= 2 * tolerance(best) - 0.5 * (high - low)
    }

    /// Evaluates the function once, and narrows the interval.
    mutating func step(_ function: (Double) -> Double) {
        let tolerance = tolerance(best)
        let middle = 0.5 * (low + high)
        if !takeParabola(tolerance, middle) {
            beforeLast = best >= middle ? low - best : high - best
            last = golden * beforeLast
        }
        let x = best + (last < 0 ? -max(-last, tolerance) : max(last, tolerance))
        let f = function(x)
        if f <= least {
            if x >= best { low = best } else { high = best }
            (third, second) = (second, (best, least))
            (best, least) = (x, f)
        } else {
            if x < best { low = x } else { high = x }
            if f <= second.f || second.x == best {
                (third, second) = (second, (x, f))
            } else if f <= third.f || third.x == best || third.x == second.x {
                third = (x, f)
            }
        }
    }

    /// Sets the step to the minimum of the parabola through the three points, unless it is not useful.
    private mutating func takeParabola(_ tolerance: Double, _ middle: Double) -> Bool {
        guard abs(beforeLast) > tolerance else { return false }
        let r = (best - second.x) * (least - third.f)
        var q = (best - third.x) * (least - second.f)
        var p = (best - third.x) * q - (best - second.x) * r
        q = 2 * (q - r)
        if q > 0 { p = -p }
        q = abs(q)
        let earlier = beforeLast
        beforeLast = last
        guard abs(p) < abs(0.5 * q * earlier), p > q * (low - best), p < q * (high - best) else {
            return false
        }
        last = p / q
        let x = best + last
        if x - low < 2 * tolerance || high - x < 2 * tolerance {
            last = middle >= best ? tolerance : -tolerance
        }
        return true
    }
}
