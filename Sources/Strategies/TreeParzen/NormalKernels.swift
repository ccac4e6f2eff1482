import Learning

/// Truncated normal distributions around observations of a range, and one over the middle of the range for the prior.
struct NormalKernels: Sendable {
    /// A range of numbers, extended by ½ on each side for integers, and on a logarithmic scale if it is logarithmic.
    struct Range: Sendable {
        let low: Double
        let high: Double
        let isLogarithmic: Bool
        let isDiscrete: Bool

        /// The range of a distribution that is not a list of choices.
        init(_ distribution: SearchSpace.Distribution) {
            switch distribution {
            case .uniform(let low, let high): self.init(low, high, false, false)
            case .logUniform(let low, let high): self.init(low, high, true, false)
            case .integers(let low, let high): self.init(Double(low) - 0.5, Double(high) + 0.5, false, true)
            case .logIntegers(let low, let high): self.init(Double(low) - 0.5, Double(high) + 0.5, true, true)
            case .choices: preconditionFailure("choices are not a range")
            }
        }

        private init(_ low: Double, _ high: Double, _ isLogarithmic: Bool, _ isDiscrete: Bool) {
            self.low = isLogarithmic ? Portable.log(low) : low
            self.high = isLogarithmic ? Portable.log(high) : high
            self.isLogarithmic = isLogarithmic
            self.isDiscrete = isDiscrete
        }

        /// The place of a value on the scale.
        func place(of value: Double) -> Double { isLogarithmic && isDiscrete ? Portable.log(value) : value }
    }

    /// How the widths of the kernels are chosen.
    enum Bandwidth: Sendable {
        /// By the distance to the neighbouring observations.
        case neighbours

        /// Equal widths, which decrease with the number of observations as in Scott's rule for a number of dimensions.
        case joint(dimensions: Int)
    }

    let range: Range

    /// The centres and standard deviations, that of the prior last.
    let centres: [Double]
    let deviations: [Double]

    /// The logarithms of what the normal densities are divided by: the deviations, unless values are discrete, times
    /// the probabilities within the range.
    private let logNorms: [Double]

    init(_ observations: [Double], _ range: Range, _ bandwidth: Bandwidth) {
        self.range = range
        let places = observations.map(range.place)
        let width = range.high - range.low
        var deviations =
            switch bandwidth {
            case .neighbours: Self.gaps(of: places, range)
            case .joint(let dimensions):
                Array(
                    repeating: Self.scott(observations.count, dimensions) * width, count: observations.count)
            }
        // Very narrow kernels would tie the search to the points that it knows.
        let least = width / min(100, Double(observations.count + 2))
        for kernel in deviations.indices { deviations[kernel] = min(max(deviations[kernel], least), width) }
        centres = places + [range.low + width / 2]
        self.deviations = deviations + [width]
        logNorms = zip(centres, self.deviations).map { centre, deviation in
            NormalTail.logProbability(
                from: (range.low - centre) / deviation, to: (range.high - centre) / deviation)
                + (range.isDiscrete ? 0 : Portable.log(deviation))
        }
    }

    /// A fifth of the width of the range, decreasing with the observations.
    private static func scott(_ count: Int, _ dimensions: Int) -> Double {
        0.2 * Portable.exp(-Portable.log(Double(max(count, 1))) / Double(dimensions + 4))
    }

    /// Returns the larger distance of each place to its neighbours, of which the ends of the range are one for a single
    /// place only.
    private static func gaps(of places: [Double], _ range: Range) -> [Double] {
        let order = places.indices.sorted { places[$0] < places[$1] }
        var gaps = Array(repeating: 0.0, count: places.count)
        for (rank, position) in order.enumerated() {
            let before = rank > 0 ? places[position] - places[order[rank - 1]] : nil
            let after = rank + 1 < order.count ? places[order[rank + 1]] - places[position] : nil
            gaps[position] =
                if before == nil, after == nil {
                    max(places[position] - range.low, range.high - places[position])
                } else {
                    max(before ?? 0, after ?? 0)
                }
        }
        return gaps
    }

    /// Adds the logarithm of the density of each kernel at a value to a list; of discrete values, of the probability.
    func addLogDensities(at value: Double, to logs: inout [Double]) {
        guard range.isDiscrete else {
            for kernel in centres.indices {
                let place = (value - centres[kernel]) / deviations[kernel]
                logs[kernel] += NormalTail.logDensity(at: place) - logNorms[kernel]
            }
            return
        }
        // The centre of the cell from value - ½ to value + ½ on the scale, and its width.
        let width = range.isLogarithmic ? Portable.log1p(1 / (value - 0.5)) : 1
        let cell = range.isLogarithmic ? Portable.log(value - 0.5) + width / 2 : value
        for kernel in centres.indices {
            let (centre, deviation) = (centres[kernel], deviations[kernel])
            let mass = NormalTail.logProbability(
                around: (cell - centre) / deviation, width: width / deviation)
            logs[kernel] += mass - logNorms[kernel]
        }
    }

    /// Returns a value that is drawn from a kernel.
    ///
    /// Draws outside the range are repeated. A centre is within the range, which is no narrower than the deviation, so
    /// at least a third of the draws are inside.
    func draw(from kernel: Int, using generator: inout SeededGenerator) -> Double {
        while true {
            let place = centres[kernel] + deviations[kernel] * generator.nextNormal()
            guard range.low <= place, place <= range.high else { continue }
            guard range.isDiscrete else { return place }
            return (range.isLogarithmic ? Portable.exp(place) : place).rounded()
        }
    }
}
