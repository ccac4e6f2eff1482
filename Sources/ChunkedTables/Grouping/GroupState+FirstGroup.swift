/// Several values, which are added up independently, so that no addition waits for the one before.
private typealias Lanes = SIMD8<Double>

extension GroupState {
    /// Adds values that are all of group 0.
    ///
    /// - Returns: Whether the statistic is one of these; otherwise, nothing is added.
    mutating func addToFirstGroup(_ values: [Double]) -> Bool {
        values.withUnsafeBufferPointer { values in
            switch statistic {
            case .count: first[0] += Double(values.count { !$0.isNaN })
            case .sum: addSum(of: values)
            case .moments: addMoments(of: values)
            case .minimum: pick(values.lanes(missing: .infinity) { pointwiseMin($0, $1) }.min(), values)
            case .maximum: pick(values.lanes(missing: -.infinity) { pointwiseMax($0, $1) }.max(), values)
            case .quantiles: sketches[0].add(values)
            case .rows, .first, .distinct, .approximateDistinct: return false
            }
            return true
        }
    }

    /// Adds values with Kahan's compensation, several at a time.
    private mutating func addSum(of values: UnsafeBufferPointer<Double>) {
        var (sums, lost) = (Lanes.zero, Lanes.zero)
        values.forEachLanes(missing: 0) { values in
            let corrected = values - lost
            let totals = sums + corrected
            let errors = (totals - sums) - corrected
            // An infinite sum has no rounding error.
            lost = errors.replacing(with: 0, where: errors .!= errors)
            sums = totals
        }
        for lane in sums.indices {
            Self.add(sums[lane], to: &first[0], &second[0])
            Self.add(-lost[lane], to: &first[0], &second[0])
        }
    }

    /// Computes the count, mean and sum of squares of values, and merges them.
    private mutating func addMoments(of values: UnsafeBufferPointer<Double>) {
        let count = Double(values.count { !$0.isNaN })
        guard count > 0 else { return }
        var sums = Lanes.zero
        values.forEachLanes(missing: 0) { sums += $0 }
        let mean = sums.sum() / count
        var (squares, differences) = (Lanes.zero, Lanes.zero)
        values.forEachLanes(missing: mean) { values in
            let difference = values - mean
            differences += difference
            squares += difference * difference
        }
        // The mean is rounded: the differences from the exact one add up to 0.
        let rest = differences.sum() / count
        let total = squares.sum()
        // An infinite sum stays so.
        mergeMoments((count, mean + rest, total == .infinity ? total : total - count * rest * rest), 0)
    }

    /// Replaces the value of group 0 by an extreme of others, if it is better.
    private mutating func pick(_ extreme: Double, _ values: UnsafeBufferPointer<Double>) {
        let isKnown = !first[0].isNaN
        if isKnown, statistic == .minimum ? extreme >= first[0] : extreme <= first[0] { return }
        // Infinite also if all values are missing.
        if extreme.isFinite || values.contains(extreme) { first[0] = extreme }
    }
}

extension UnsafeBufferPointer<Double> {
    /// Calls `body` with the values, eight at a time, in which another takes the place of NaN and of values after the last.
    @inline(__always)
    fileprivate func forEachLanes(missing: Double, _ body: (Lanes) -> Void) {
        var start = 0
        while start < count {
            var lanes = Lanes(repeating: missing)
            if start + Lanes.scalarCount <= count, let base = baseAddress {
                lanes = UnsafeRawPointer(base + start).loadUnaligned(as: Lanes.self)
                lanes.replace(with: missing, where: lanes .!= lanes)
            } else {
                for index in start..<count where !self[index].isNaN { lanes[index - start] = self[index] }
            }
            body(lanes)
            start += Lanes.scalarCount
        }
    }

    /// Combines the values lane by lane.
    @inline(__always)
    fileprivate func lanes(missing: Double, _ combine: (Lanes, Lanes) -> Lanes) -> Lanes {
        var result = Lanes(repeating: missing)
        forEachLanes(missing: missing) { result = combine(result, $0) }
        return result
    }
}
