import Learning

/// The kernels of a mixture along one dimension: one around each observation, and a wide one for the prior.
///
/// Values are represented as one number each: that of a range, its logarithm if the range is logarithmic and
/// continuous, an integer itself, and a choice by its position.
enum ParzenKernels: Sendable {
    /// Normal distributions that are truncated to a range.
    case normal(NormalKernels)

    /// Distributions of choices: each observed choice is likelier, and the prior uniform.
    case choices(observed: [Int], count: Int)

    /// Creates the kernels of observations in order.
    init(
        _ observations: [Double], _ distribution: SearchSpace.Distribution, bandwidth: NormalKernels.Bandwidth
    ) {
        switch distribution {
        case .choices(let choices):
            self = .choices(observed: observations.map { Int($0) }, count: choices.count)
        default: self = .normal(NormalKernels(observations, NormalKernels.Range(distribution), bandwidth))
        }
    }

    /// Adds the logarithm of the density of each kernel at a value to a list.
    func addLogDensities(at value: Double, to logs: inout [Double]) {
        switch self {
        case .normal(let kernels): kernels.addLogDensities(at: value, to: &logs)
        case .choices(let observed, let count):
            let choice = Int(value)
            let unobserved = Portable.log(Self.probability(isObserved: false, observed.count, count))
            let same = Portable.log(Self.probability(isObserved: true, observed.count, count))
            for kernel in observed.indices { logs[kernel] += observed[kernel] == choice ? same : unobserved }
            logs[observed.count] -= Portable.log(Double(count))
        }
    }

    /// Returns a value that is drawn from a kernel.
    func draw(from kernel: Int, using generator: inout SeededGenerator) -> Double {
        switch self {
        case .normal(let kernels): return kernels.draw(from: kernel, using: &generator)
        case .choices(let observed, let count):
            // Of the probability, the part that all choices share is uniform, and the rest is the observed choice's.
            let shared = Double(count) * Self.probability(isObserved: false, observed.count, count)
            guard kernel < observed.count, generator.nextShare() >= shared else {
                return Double(generator.next(below: count))
            }
            return Double(observed[kernel])
        }
    }

    /// Returns the probability of a choice in the kernel of an observation: each choice has a part of one prior
    /// observation, which is divided among the kernels, and the observed choice one more.
    private static func probability(isObserved: Bool, _ observations: Int, _ count: Int) -> Double {
        let prior = 1 / Double(observations + 1)
        return (prior + (isObserved ? 1 : 0)) / (Double(count) * prior + 1)
    }
}
