import LinearAlgebra

/// Moments about the mean, which fits want.
extension Moments {
    /// The mean of each column less the origin.
    private var shifts: [Double] { sums.map { $0 / Double(count) } }

    /// The mean of each column.
    public var means: [Double] { zip(origin.row, shifts).map { $0 + $1 } }

    /// The mean of the target; nil if it is not known.
    public var targetMean: Double? { targets.map { origin.target + $0.sum / Double(count) } }

    /// The variance of each column, with the number of rows as divisor.
    public var variances: [Double] {
        zip(squares, shifts).map { max(0, $0 / Double(count) - $1 * $1) }
    }

    /// The products of columns about their means: columns × columns; nil without the products.
    ///
    /// O(columns²).
    public var centredProducts: Matrix? {
        guard var products else { return nil }
        let shifts = shifts
        let side = products.rows
        products.withUnsafeMutableValues { values in
            for row in 0..<side {
                for column in 0..<side { values[row * side + column] -= sums[row] * shifts[column] }
            }
        }
        return products
    }

    /// The products of columns and target about their means; nil if they are not known.
    public var centredTargetProducts: [Double]? {
        targets.map { targets in
            let mean = targets.sum / Double(count)
            return zip(targets.products, sums).map { $0 - $1 * mean }
        }
    }

    /// Whether moving from the origin to the mean keeps all but four of the digits of every column's variance.
    ///
    /// It does wherever the origin is within a hundred deviations of the mean. A column that varies by no more than
    /// the rounding of its values is as good as constant, from wherever it is seen.
    public var isAccurate: Bool {
        guard count > 0, isTrusted else { return false }
        let rows = Double(count)
        return zip(sums, zip(squares, origin.row)).allSatisfy { sum, column in
            let (square, origin) = column
            let ofShift = sum * sum / rows
            let rounding = 4 * .ulpOfOne * (abs(origin) + abs(sum / rows))
            return square.isFinite && ofShift <= 1e4 * max(square - ofShift, rows * rounding * rounding)
        }
    }
}
