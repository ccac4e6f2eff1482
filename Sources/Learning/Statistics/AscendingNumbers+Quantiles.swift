extension AscendingNumbers {
    /// The middle number, or the mean of the two middle ones.
    ///
    /// - Precondition: There are numbers.
    var median: Double {
        let count = count
        guard count % 2 == 0 else { return numbers(at: [count / 2])[0] }
        let middle = numbers(at: [count / 2 - 1, count / 2])
        // Halves are added, because the sum may overflow.
        return middle[0] / 2 + middle[1] / 2
    }

    /// Returns the numbers below which some percentages of the numbers lie, each interpolated linearly between two numbers:
    /// the method `linear` of `numpy.percentile`.
    ///
    /// - Parameter percentages: From 0 to 100, in any order.
    /// - Precondition: There are numbers.
    func linear(percentages: [Double]) -> [Double] {
        let count = Double(count)
        return interpolated(
            percentages.map { percentage in
                let place = percentage / 100 * (count - 1)
                let lower = place.rounded(.down)
                return (Int(lower), place - lower)
            })
    }

    /// Returns the smallest numbers that reach some percentages of the numbers, or the mean of two of them: the method
    /// `averaged_inverted_cdf` of `numpy.percentile`.
    ///
    /// - Parameter percentages: From 0 to 100, in any order.
    /// - Precondition: There are numbers.
    func averagedInverted(percentages: [Double]) -> [Double] {
        let count = Double(count)
        return interpolated(
            percentages.map { percentage in
                let place = count * (percentage / 100) - 1
                guard place >= 0 else { return (0, 0) }
                let lower = place.rounded(.down)
                return (Int(lower), place == lower ? 0.5 : 1)
            })
    }

    /// Returns numbers at a share of the way between the number at a place and the next one, rounded as by NumPy.
    private func interpolated(_ positions: [(place: Int, share: Double)]) -> [Double] {
        let last = count - 1
        var places: [Int] = []
        for place in positions.lazy.flatMap({ [min($0.place, last), min($0.place + 1, last)] }).sorted()
        where places.last != place { places.append(place) }
        let found = Dictionary(uniqueKeysWithValues: zip(places, numbers(at: places)))
        return positions.map { place, share in
            let low = found[min(place, last)] ?? .nan
            guard place < last, let high = found[place + 1] else { return low }
            let step = high - low
            return share < 0.5 ? low + step * share : high - step * (1 - share)
        }
    }
}
