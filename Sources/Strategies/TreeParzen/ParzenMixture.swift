import Learning

/// A mixture of kernels around observations, each a product of kernels along the dimensions.
///
/// The weights decrease with the age of an observation if there are 25 or more. The last kernel is the prior, with the
/// weight of a new observation.
struct ParzenMixture: Sendable {
    let dimensions: [ParzenKernels]
    private let weights: [Double]
    private let logWeights: [Double]

    /// Creates the mixture of observations, oldest first, which have one value for each dimension.
    init(
        _ observations: [[Double]], _ distributions: [SearchSpace.Distribution],
        bandwidth: NormalKernels.Bandwidth
    ) {
        dimensions = distributions.indices.map { dimension in
            ParzenKernels(observations.map { $0[dimension] }, distributions[dimension], bandwidth: bandwidth)
        }
        let raw = Self.weights(observations.count) + [1]
        let sum = raw.reduce(0, +)
        weights = raw.map { $0 / sum }
        logWeights = weights.map(Portable.log)
    }

    /// The weights of observations: 1 for the 25 last, and less the older the others are, down to one part of their
    /// number.
    static func weights(_ count: Int) -> [Double] {
        let old = max(0, count - 25)
        return (0..<count).map { position in
            guard position < old else { return 1 }
            let least = 1 / Double(count)
            return old == 1 ? least : least + (1 - least) * Double(position) / Double(old - 1)
        }
    }

    /// Returns the logarithm of the density at a value of each dimension.
    func logDensity(at values: [Double]) -> Double {
        var logs = logWeights
        for (kernels, value) in zip(dimensions, values) { kernels.addLogDensities(at: value, to: &logs) }
        let most = logs.max() ?? 0
        guard most > -.infinity else { return most }
        return most + Portable.log(logs.reduce(0) { $0 + Portable.exp($1 - most) })
    }

    /// Returns a value of each dimension that is drawn from the mixture.
    func draw(using generator: inout SeededGenerator) -> [Double] {
        var share = generator.nextShare()
        var kernel = 0
        while kernel < weights.count - 1, share >= weights[kernel] {
            share -= weights[kernel]
            kernel += 1
        }
        return dimensions.map { $0.draw(from: kernel, using: &generator) }
    }
}
