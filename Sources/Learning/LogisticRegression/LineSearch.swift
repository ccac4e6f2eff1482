/// A search for a step along a direction that decreases a function enough and makes its slope flat enough.
///
/// Moré and Thuente, "Line search algorithms with guaranteed sufficient decrease", ACM Transactions on Mathematical
/// Software 20 (1994), with the constants of L-BFGS-B and the safeguards of MINPACK-2. It therefore tries the same
/// steps as SciPy.
struct LineSearch {
    /// The function's value and slope at a step.
    struct Trial {
        var step: Double
        var value: Double
        var slope: Double

        /// Returns the trial minus a line through the origin with the given slope.
        func lowered(by slope: Double) -> Trial {
            Trial(step: step, value: value - step * slope, slope: self.slope - slope)
        }
    }

    /// The result of a trial.
    enum Outcome {
        /// Accept the step.
        case accept
        /// Try this step next.
        case tryStep(Double)
    }

    private static let sufficientDecrease = 1e-3
    private static let flatness = 0.9
    private static let narrowness = 0.1

    /// The maximum step.
    private static let longest = 1e10

    /// The starting point, at step 0.
    private let start: Trial

    /// The ends of the interval that contains a good step: the best step so far and, after bracketing, the other end.
    private var best: Trial
    private var other: Trial
    private var isBracketed = false

    /// Whether no step has yet decreased the function enough and had a rising slope.
    ///
    /// In this stage, the function is lowered by the minimum acceptable slope.
    private var isFirstStage = true

    /// The minimum and maximum of the next step, and the widths of the last two intervals.
    private var shortestNext = 0.0
    private var longestNext: Double
    private var (width, widthBefore) = (longest, 2 * longest)

    /// Creates a search from a point where the function decreases along the direction.
    init(value: Double, slope: Double, firstStep: Double) {
        start = Trial(step: 0, value: value, slope: slope)
        (best, other) = (start, start)
        longestNext = 5 * firstStep
    }

    /// Evaluates the last trial and returns what to do next.
    mutating func take(_ trial: Trial) -> Outcome {
        let leastSlope = Self.sufficientDecrease * start.slope
        let limit = start.value + trial.step * leastSlope
        if isFirstStage, trial.value <= limit, trial.slope >= 0 { isFirstStage = false }

        let isNarrow = longestNext - shortestNext <= Self.narrowness * longestNext
        let isAtEnd = trial.step <= shortestNext || trial.step >= longestNext
        if isBracketed, isAtEnd || isNarrow { return .accept }
        if trial.step == Self.longest, trial.value <= limit, trial.slope <= leastSlope { return .accept }
        if trial.value <= limit, abs(trial.slope) <= -Self.flatness * start.slope { return .accept }

        var next: Double
        if isFirstStage, trial.value <= best.value, trial.value > limit {
            (best, other) = (best.lowered(by: leastSlope), other.lowered(by: leastSlope))
            next = narrow(with: trial.lowered(by: leastSlope))
            (best, other) = (best.lowered(by: -leastSlope), other.lowered(by: -leastSlope))
        } else {
            next = narrow(with: trial)
        }

        if isBracketed {
            let gap = abs(other.step - best.step)
            if gap >= 0.66 * widthBefore { next = best.step + 0.5 * (other.step - best.step) }
            (widthBefore, width) = (width, abs(other.step - best.step))
            shortestNext = min(best.step, other.step)
            longestNext = max(best.step, other.step)
        } else {
            shortestNext = next + 1.1 * (next - best.step)
            longestNext = next + 4 * (next - best.step)
        }
        next = min(max(next, 0), Self.longest)
        let nothingLeft =
            next <= shortestNext || next >= longestNext
            || longestNext - shortestNext <= Self.narrowness * longestNext
        return .tryStep(isBracketed && nothingLeft ? best.step : next)
    }

    /// Narrows the interval by a trial, and proposes the next step from cubic and quadratic interpolation.
    private mutating func narrow(with trial: Trial) -> Double {
        let opposite = trial.slope * (best.slope < 0 ? -1 : 1) < 0
        let next: Double
        if trial.value > best.value {
            // The function rose: there is a minimum in between, nearer to the best step.
            let cubic = Self.cubicMinimum(best, trial)
            let parabolic = best.step + Self.parabola(best, trial) * (trial.step - best.step)
            next =
                abs(cubic - best.step) < abs(parabolic - best.step) ? cubic : cubic + (parabolic - cubic) / 2
            isBracketed = true
        } else if opposite {
            // The function fell and starts to rise: there is a minimum in between, nearer to the trial.
            let cubic = Self.cubicMinimum(trial, best)
            let secant = Self.secant(trial, best)
            next = abs(cubic - trial.step) > abs(secant - trial.step) ? cubic : secant
            isBracketed = true
        } else if abs(trial.slope) < abs(best.slope) {
            // The function falls less steeply: the minimum may lie beyond.
            let cubic = cubicBeyond(trial)
            let secant = Self.secant(trial, best)
            let (ofCubic, ofSecant) = (abs(cubic - trial.step), abs(secant - trial.step))
            if isBracketed {
                let nearer = ofCubic < ofSecant ? cubic : secant
                let most = trial.step + 0.66 * (other.step - trial.step)
                next = trial.step > best.step ? min(most, nearer) : max(most, nearer)
            } else {
                let farther = ofCubic > ofSecant ? cubic : secant
                next = min(max(farther, shortestNext), longestNext)
            }
        } else if isBracketed {
            next = Self.cubicMinimum(trial, other)
        } else {
            next = trial.step > best.step ? longestNext : shortestNext
        }
        if trial.value > best.value {
            other = trial
        } else {
            if opposite { other = best }
            best = trial
        }
        return next
    }

    /// Returns the minimum of the cubic through two trials, relative to the first.
    private static func cubicMinimum(_ from: Trial, _ to: Trial) -> Double {
        let theta = 3 * (from.value - to.value) / (to.step - from.step) + from.slope + to.slope
        let scale = max(abs(theta), abs(from.slope), abs(to.slope))
        let ratio = theta / scale
        var gamma = scale * max(0, ratio * ratio - (from.slope / scale) * (to.slope / scale)).squareRoot()
        if to.step < from.step { gamma = -gamma }
        let (p, q) = ((gamma - from.slope) + theta, ((gamma - from.slope) + gamma) + to.slope)
        return from.step + p / q * (to.step - from.step)
    }

    /// Returns the minimum beyond the trial of the cubic through the best step and the trial; the end of the allowed
    /// range if there is none.
    private func cubicBeyond(_ trial: Trial) -> Double {
        let theta = 3 * (best.value - trial.value) / (trial.step - best.step) + best.slope + trial.slope
        let scale = max(abs(theta), abs(best.slope), abs(trial.slope))
        let ratio = theta / scale
        var gamma =
            scale * max(0, ratio * ratio - (best.slope / scale) * (trial.slope / scale)).squareRoot()
        if trial.step > best.step { gamma = -gamma }
        let (p, q) = ((gamma - trial.slope) + theta, (gamma + (best.slope - trial.slope)) + gamma)
        let r = p / q
        if r < 0, gamma != 0 { return trial.step + r * (best.step - trial.step) }
        return trial.step > best.step ? longestNext : shortestNext
    }

    /// Returns the minimum of the parabola through the first trial's value and slope and the second trial's value, as a
    /// fraction of their distance.
    private static func parabola(_ from: Trial, _ to: Trial) -> Double {
        from.slope / ((from.value - to.value) / (to.step - from.step) + from.slope) / 2
    }

    /// Returns the zero of the line through two slopes.
    private static func secant(_ from: Trial, _ to: Trial) -> Double {
        from.step + from.slope / (from.slope - to.slope) * (to.step - from.step)
    }
}
