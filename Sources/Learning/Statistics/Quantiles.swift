/// Numbers in ascending order, of which quantiles are computed as by `numpy.percentile`.
struct Quantiles {
    /// The numbers, ascending; with ``init(of:at:)``, only those that the quantiles require are in their places.
    let sorted: [Double]

    /// Orders the numbers that are not missing as far as ``median`` and ``linear(percent:)`` of some percentages require.
    ///
    /// - Parameter percentages: The percentages, including 50 for the median.
    /// - Complexity: O(n × percentages) for most orders of the numbers, which is faster than sorting them for few
    ///   percentages.
    init(of numbers: [Double], at percentages: [Double]) {
        var numbers = numbers.filter { !$0.isNaN }
        let places = percentages.map { Int($0 / 100 * Double(numbers.count - 1)) }
        var start = 0
        numbers.withUnsafeMutableBufferPointer { numbers in
            for place in Set(places + places.map { $0 + 1 }).sorted() where numbers.indices.contains(place) {
                numbers.select(place, in: start..<numbers.count) { $0 }
                start = place + 1
            }
        }
        sorted = numbers
    }

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

/// Numbers with weights in ascending order, of which quantiles are computed as by scikit-learn's `_weighted_percentile`.
struct WeightedQuantiles {
    /// The numbers with a weight above 0, ascending.
    private let sorted: [Double]

    /// The total weight of each number and those before it.
    private let totals: [Double]

    /// Sorts the numbers that have a weight and are not missing.
    ///
    /// - Complexity: O(n log n).
    init(of numbers: [Double], weights: [Double]) {
        let order = numbers.indices.filter { weights[$0] > 0 && !numbers[$0].isNaN }
            .sorted { numbers[$0] < numbers[$1] }
        sorted = order.map { numbers[$0] }
        var total = 0.0
        totals = order.map { row in
            total += weights[row]
            return total
        }
    }

    /// Returns the smallest number that reaches a percentage of the total weight, or the mean of it and the next one if it
    /// reaches it exactly: the method `averaged_inverted_cdf`.
    ///
    /// - Precondition: There are numbers; the percentage is from 0 to 100.
    func averagedInverted(percent: Double) -> Double {
        let level = percent / 100 * (totals.last ?? 0)
        guard level > 0 else { return sorted[0] }
        let index = min(totals.firstReaching(level), sorted.count - 1)
        let isPassed = totals[index] - level > .ulpOfOne
        return isPassed ? sorted[index] : (sorted[index] + sorted[min(index + 1, sorted.count - 1)]) / 2
    }
}

extension [Double] {
    /// Returns the index of the first element that is at least a value, in an ascending list.
    fileprivate func firstReaching(_ value: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
