/// Numbers in ascending order, of which quantiles are computed as by `numpy.percentile`.
struct Quantiles {
    /// The numbers, ascending.
    let sorted: [Double]

    /// Sorts the numbers that are not missing.
    ///
    /// - Complexity: O(n log n).
    init(of numbers: [Double]) { sorted = numbers.filter { !$0.isNaN }.sorted() }

    /// Whether there are no numbers.
    var isEmpty: Bool { sorted.isEmpty }

    /// The middle number, or the mean of the two middle ones.
    ///
    /// - Precondition: There are numbers.
    var median: Double {
        let middle = sorted.count / 2
        // Halves are added, because the sum may overflow.
        return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
    }

    /// Returns the number below which a percentage of the numbers lies, interpolated linearly between two numbers: the
    /// method `linear`.
    ///
    /// - Precondition: There are numbers; the percentage is from 0 to 100.
    func linear(percent: Double) -> Double {
        let place = percent / 100 * Double(sorted.count - 1)
        let lower = place.rounded(.down)
        return interpolated(after: Int(lower), by: place - lower)
    }

    /// Returns the smallest number that reaches a percentage of the numbers, or the mean of two of them: the method
    /// `averaged_inverted_cdf`.
    ///
    /// - Precondition: There are numbers; the percentage is from 0 to 100.
    func averagedInverted(percent: Double) -> Double {
        let place = Double(sorted.count) * (percent / 100) - 1
        guard place >= 0 else { return sorted[0] }
        let lower = place.rounded(.down)
        return interpolated(after: Int(lower), by: place == lower ? 0.5 : 1)
    }

    /// The number at a share of the way between a number and the next one, rounded as by NumPy.
    private func interpolated(after index: Int, by share: Double) -> Double {
        guard index + 1 < sorted.count else { return sorted[sorted.count - 1] }
        let (low, high) = (sorted[index], sorted[index + 1])
        let step = high - low
        return share < 0.5 ? low + step * share : high - step * (1 - share)
    }

    /// Returns `count` numbers at equal distances, rounded as by `numpy.linspace`.
    static func linearSpace(from low: Double, to high: Double, count: Int) -> [Double] {
        guard count > 1 else { return [low] }
        let step = (high - low) / Double(count - 1)
        return (0..<count).map { $0 == count - 1 ? high : Double($0) * step + low }
    }
}
