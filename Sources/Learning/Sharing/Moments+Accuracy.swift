import LinearAlgebra

/// Where moments tell what the rows tell.
///
/// A fit to rows computes with the rows' own values, each of which carries the rounding of its offset: of a column of mean
/// m and deviation s, an error of ε m / s in units of the deviation. Moments do not have that error, and so differ from
/// the rows by as much. Both agree to `ε largestOffset` where no offset is larger than that; elsewhere the rows are fitted
/// to.
extension Moments {
    /// The largest mean of a column, in deviations, at which moments stand for the rows.
    static let largestOffset = 1e4

    /// The largest distance of the origin from a column's mean, in deviations: moving there costs its square in digits.
    private static let largestShift = 10.0

    /// The largest value of a constant column whose mean may be rounded.
    private static let largestConstant = 1e3

    /// Whether the moments of every column tell what the rows tell, to twelve digits.
    ///
    /// They do not where a column's mean is more than 10,000 deviations from 0, for the rows are then rounded more than
    /// that; nor where the origin is more than ten deviations from the mean; nor of images under a map that cancelled
    /// digits. A column that is constant is accurate where the rows' mean is its value.
    public var isAccurate: Bool {
        guard count > 0, trustedColumns >= sums.count else { return false }
        return sums.indices.allSatisfy { column in
            isAccurate(sum: sums[column], square: squares[column], origin: origin.row[column])
        }
    }

    /// Whether the moments of the target, too, tell what the targets tell; false where they are not known.
    ///
    /// A constant target has none: whether it is predicted to the last bit decides its score.
    var isTargetAccurate: Bool {
        guard let targets, targets.squares > 0 else { return false }
        return isAccurate(sum: targets.sum, square: targets.squares, origin: origin.target)
    }

    private func isAccurate(sum: Double, square: Double, origin: Double) -> Bool {
        guard square.isFinite, origin.isFinite else { return false }
        let rows = Double(count)
        if square == 0 {
            // Of a value of few bits every sum is exact, in whatever order it is made.
            return abs(origin) <= Self.largestConstant
                || origin.significandWidth + Int.bitWidth - count.leadingZeroBitCount
                    <= Double.significandBitCount
        }
        let shift = sum / rows
        let variance = square / rows - shift * shift
        let (mean, factor) = (origin + shift, Self.largestOffset)
        return shift * shift <= Self.largestShift * Self.largestShift * variance
            && mean * mean <= factor * factor * variance
    }

    /// Whether rows outnumber columns and no column follows from the others, as far as the products tell.
    ///
    /// Where one does, axes without variance are made of the rounding of the rows, and steps that divide by their deviation
    /// make large numbers of it: then the bits of the rows matter. O(columns³) with the products, which without them are
    /// left out.
    var hasFullRank: Bool {
        guard count > sums.count else { return false }
        guard let products = centredProducts else { return true }
        return PenalisedSystem(products, alpha: 0, condition: NormalEquations.largestCondition) != nil
    }
}
