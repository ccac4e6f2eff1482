import LinearAlgebra

/// The conditions under which moments are as accurate as the rows.
///
/// A fit to rows reads the rows' own values, each of which has a rounding error from its offset: for a column with mean
/// m and standard deviation s, an error of ε m / s in units of s. Moments do not have that error, and so differ from
/// the rows by as much. Both agree to `ε largestOffset` if no offset is larger than that; otherwise the rows are used.
extension Moments {
    /// The maximum mean of a column, in standard deviations, at which moments replace the rows.
    static let largestOffset = 1e4

    /// The maximum condition number of products at which moments determine a solution to nine digits.
    static let largestCondition = 1e6

    /// The maximum distance of the origin from a column's mean, in standard deviations.
    ///
    /// The loss of digits grows with its square.
    private static let largestShift = 10.0

    /// The maximum value of a constant column whose mean may be rounded.
    private static let largestConstant = 1e3

    /// Whether the moments of every column agree with the rows to twelve digits.
    ///
    /// They do not if a column's mean is more than 10,000 standard deviations from 0, because the rows' rounding errors
    /// are then larger; if the origin is more than ten standard deviations from the mean; or if a map cancelled digits.
    /// A constant column is accurate if the rows' mean is its value.
    public var isAccurate: Bool {
        guard weight > 0, trustedColumns >= sums.count else { return false }
        return sums.indices.allSatisfy { column in
            isAccurate(sum: sums[column], square: squares[column], origin: origin.row[column])
        }
    }

    /// Whether the moments of the target also agree with the target; false if they are unknown.
    ///
    /// A constant target is never accurate, because its score depends on the last bit of the predictions.
    var isTargetAccurate: Bool {
        guard let targets, targets.squares > 0 else { return false }
        return isAccurate(sum: targets.sum, square: targets.squares, origin: origin.target)
    }

    private func isAccurate(sum: Double, square: Double, origin: Double) -> Bool {
        guard square.isFinite, origin.isFinite else { return false }
        if square == 0 {
            // For a value with few significant bits, every sum without weights is exact in any order.
            return abs(origin) <= Self.largestConstant
                || weight == Double(count)
                    && origin.significandWidth + Int.bitWidth - count.leadingZeroBitCount
                        <= Double.significandBitCount
        }
        let shift = sum / weight
        let variance = square / weight - shift * shift
        let (mean, factor) = (origin + shift, Self.largestOffset)
        return shift * shift <= Self.largestShift * Self.largestShift * variance
            && mean * mean <= factor * factor * variance
    }

    /// Whether there are more rows than columns and, as far as the products show, no column depends linearly on others.
    ///
    /// With linearly dependent columns, axes without variance consist of the rows' rounding errors. Steps that divide
    /// by their standard deviation amplify these, so the bits of the rows matter. Ignores the products if they are
    /// absent.
    ///
    /// - Complexity: O(columns³) with the products.
    var hasFullRank: Bool {
        guard count > sums.count else { return false }
        guard let products = centredProducts else { return true }
        return PenalisedSystem(products, alpha: 0, condition: Self.largestCondition) != nil
    }
}

/// A summary about an origin, whose distance from the means costs digits.
package protocol CentredSummary: MergeableSummary {
    /// An origin at the means, if a mean is more than ten standard deviations from the present one; nil otherwise.
    ///
    /// An origin that is chosen among a few rows may be far from the means of all of them, for example if the rows are
    /// sorted.
    var betterOrigin: Origin? { get }
}

extension Moments: CentredSummary {
    package var betterOrigin: Origin? {
        guard weight > 0 else { return nil }
        var (row, target, isBetter) = (origin.row, origin.target, false)
        for column in sums.indices {
            guard let shift = largeShift(sum: sums[column], square: squares[column]) else { continue }
            row[column] += shift
            isBetter = true
        }
        if let targets, let shift = largeShift(sum: targets.sum, square: targets.squares) {
            target += shift
            isBetter = true
        }
        return isBetter ? Origin(row: row, target: target) : nil
    }

    /// The distance of the mean from the origin, if it is too large.
    private func largeShift(sum: Double, square: Double) -> Double? {
        let shift = sum / weight
        guard shift.isFinite, shift != 0 else { return nil }
        let variance = square / weight - shift * shift
        return shift * shift > Self.largestShift * Self.largestShift * variance ? shift : nil
    }
}

extension ClassMoments: CentredSummary {
    package var betterOrigin: Origin? {
        guard var all = moments.first else { return nil }
        for moments in moments.dropFirst() { all.add(moments) }
        return all.betterOrigin
    }
}
