import LinearAlgebra

/// Moments about the mean.
extension Moments {
    /// The mean of each column minus the origin.
    private var shifts: [Double] { sums.map { $0 / weight } }

    /// The mean of each column.
    public var means: [Double] { zip(origin.row, shifts).map { $0 + $1 } }

    /// The mean of the target; nil if it is unknown.
    public var targetMean: Double? { targets.map { origin.target + $0.sum / weight } }

    /// The variance of each column, with the total weight of the rows as divisor.
    public var variances: [Double] {
        zip(squares, shifts).map { max(0, $0 / weight - $1 * $1) }
    }

    /// The cross-products of the centred columns: columns × columns; nil without the products.
    ///
    /// - Complexity: O(columns²).
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

    /// The products of the centred columns with the centred target; nil if they are unknown.
    public var centredTargetProducts: [Double]? {
        targets.map { targets in
            let mean = targets.sum / weight
            return zip(targets.products, sums).map { $0 - $1 * mean }
        }
    }

    /// The moments of the target about its mean; nil if they are unknown.
    var centredTargets: Targets? {
        guard let targets, let products = centredTargetProducts else { return nil }
        let squares = max(0, targets.squares - targets.sum * targets.sum / weight)
        return Targets(sum: 0, squares: squares, products: products)
    }
}
