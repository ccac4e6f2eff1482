#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The probability of the first of two classes as a function of the decision between them (Platt scaling).
///
/// The probability is 1 / (1 + exp(``slope`` × decision + ``offset``)).
public struct ProbabilitySigmoid: Sendable, Codable, Equatable {
    /// The factor of the decision, usually negative: scikit-learn's `probA_`.
    public let slope: Double

    /// The constant term: scikit-learn's `probB_`.
    public let offset: Double

    /// Creates a sigmoid from its coefficients.
    init(slope: Double, offset: Double) { (self.slope, self.offset) = (slope, offset) }

    /// Returns the probability of the first class.
    ///
    /// The two forms are equal; each exponential is at most 1.
    func probability(of decision: Double) -> Double {
        let exponent = slope * decision + offset
        return exponent >= 0 ? exp(-exponent) / (1 + exp(-exponent)) : 1 / (1 + exp(exponent))
    }
}

extension ProbabilitySigmoid {
    /// Fits a sigmoid to decisions and whether each is of the first class.
    ///
    /// Minimises the cross-entropy by Newton's method with backtracking. So that rows without an error do not make the
    /// sigmoid infinitely steep, the targets are not 1 and 0 but the estimates (n + 1) / (n + 2) of n rows of the first
    /// class and 1 / (m + 2) of m rows of the second. Tolerance, limits and start are libsvm's, because the sigmoid is
    /// that of the first steps rather than of the minimum.
    ///
    /// - H.-T. Lin, C.-J. Lin, R. C. Weng, A note on Platt's probabilistic outputs for support vector machines, Machine
    ///   Learning 68, 2007: appendix C.
    init(fitting decisions: [Double], isFirst: [Bool]) {
        let objective = CrossEntropy(decisions, isFirst)
        var sigmoid = objective.start
        var loss = objective.loss(of: sigmoid)
        for _ in 0..<100 {
            let (gradient, step) = objective.newtonStep(from: sigmoid)
            if abs(gradient.slope) < 1e-5, abs(gradient.offset) < 1e-5 { break }
            let descent = gradient.slope * step.slope + gradient.offset * step.offset
            var length = 1.0
            while length >= 1e-10 {
                let next = ProbabilitySigmoid(
                    slope: sigmoid.slope + length * step.slope,
                    offset: sigmoid.offset + length * step.offset)
                let nextLoss = objective.loss(of: next)
                if nextLoss < loss + 1e-4 * length * descent {
                    (sigmoid, loss) = (next, nextLoss)
                    break
                }
                length /= 2
            }
            if length < 1e-10 { break }
        }
        self = sigmoid
    }
}

/// The cross-entropy of the probabilities of decisions with smoothed targets.
private struct CrossEntropy {
    private let decisions: [Double]
    private let targets: [Double]

    /// The sigmoid that ignores the decision.
    let start: ProbabilitySigmoid

    init(_ decisions: [Double], _ isFirst: [Bool]) {
        precondition(decisions.count == isFirst.count, "every decision must have a class")
        let firsts = Double(isFirst.count { $0 })
        let seconds = Double(isFirst.count) - firsts
        let (high, low) = ((firsts + 1) / (firsts + 2), 1 / (seconds + 2))
        self.decisions = decisions
        targets = isFirst.map { $0 ? high : low }
        start = ProbabilitySigmoid(slope: 0, offset: log((seconds + 1) / (firsts + 1)))
    }

    func loss(of sigmoid: ProbabilitySigmoid) -> Double {
        var sum = 0.0
        for (decision, target) in zip(decisions, targets) {
            let exponent = sigmoid.slope * decision + sigmoid.offset
            sum +=
                exponent >= 0
                ? target * exponent + log(1 + exp(-exponent))
                : (target - 1) * exponent + log(1 + exp(exponent))
        }
        return sum
    }

    /// Returns the gradient, and the step to the minimum of the quadratic approximation.
    func newtonStep(
        from sigmoid: ProbabilitySigmoid
    ) -> (gradient: ProbabilitySigmoid, step: ProbabilitySigmoid) {
        // A tiny ridge keeps the second derivatives positive definite.
        var (curvature, mixed, constant) = (1e-12, 0.0, 1e-12)
        var (ofSlope, ofOffset) = (0.0, 0.0)
        for (decision, target) in zip(decisions, targets) {
            let probability = sigmoid.probability(of: decision)
            let weight = probability * sigmoid.complement(of: decision)
            curvature += decision * decision * weight
            mixed += decision * weight
            constant += weight
            ofSlope += decision * (target - probability)
            ofOffset += target - probability
        }
        let determinant = curvature * constant - mixed * mixed
        return (
            ProbabilitySigmoid(slope: ofSlope, offset: ofOffset),
            ProbabilitySigmoid(
                slope: -(constant * ofSlope - mixed * ofOffset) / determinant,
                offset: -(curvature * ofOffset - mixed * ofSlope) / determinant)
        )
    }
}

extension ProbabilitySigmoid {
    /// Returns the probability of the second class, without cancellation.
    fileprivate func complement(of decision: Double) -> Double {
        let exponent = slope * decision + offset
        return exponent >= 0 ? 1 / (1 + exp(-exponent)) : exp(exponent) / (1 + exp(exponent))
    }
}
