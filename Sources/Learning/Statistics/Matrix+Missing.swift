import LinearAlgebra

extension Matrix {
    /// Returns the total weight of the elements of each column that are not missing, and their mean and variance.
    ///
    /// The method is that of ``columnVariances(about:)``. The mean and variance of a column without elements are NaN.
    ///
    /// - Parameter weights: The weight of each row; nil for a weight of 1, so that the total weight of a column is its
    ///   number of elements.
    /// - Complexity: O(rows × columns).
    func statisticsOfPresent(
        weights: [Double]? = nil
    ) -> (totals: [Double], means: [Double], variances: [Double]) {
        guard let weights else {
            return statistics(
                accumulated { _, value, _ in value.isNaN ? (0, 0) : (1, value) },
                deviations: { _, deviation in (deviation, deviation * deviation) })
        }
        return weights.withUnsafeBufferPointer { weights in
            statistics(
                accumulated { row, value, _ in value.isNaN ? (0, 0) : (weights[row], weights[row] * value) },
                deviations: { (weights[$0] * $1, weights[$0] * $1 * $1) })
        }
    }

    @inline(__always)
    private func statistics(
        _ sums: (first: [Double], second: [Double]), deviations: (Int, Double) -> (Double, Double)
    ) -> (totals: [Double], means: [Double], variances: [Double]) {
        let totals = sums.first
        let means = zip(sums.second, totals).map { $0 / $1 }
        let (differences, squares) = means.withUnsafeBufferPointer { means in
            accumulated { row, value, column in value.isNaN ? (0, 0) : deviations(row, value - means[column])
            }
        }
        let variances = totals.indices.map { column in
            let sum = squares[column] - differences[column] * differences[column] / totals[column]
            return (sum < 0 ? 0 : sum) / totals[column]  // not `max`, which would turn NaN into 0
        }
        return (totals, means, variances)
    }

    /// Returns two sums for each column, of the numbers computed from each element, its row and its column.
    ///
    /// - Complexity: O(rows × columns).
    @inline(__always)
    func accumulated(
        _ parts: (_ row: Int, _ value: Double, _ column: Int) -> (Double, Double)
    ) -> (first: [Double], second: [Double]) {
        var (first, second) = ([Double](repeating: 0, count: columns), [Double](repeating: 0, count: columns))
        withUnsafeValues { values in
            first.withUnsafeMutableBufferPointer { first in
                second.withUnsafeMutableBufferPointer { second in
                    for row in 0..<rows {
                        let start = row * columns
                        for column in 0..<columns {
                            let (one, other) = parts(row, values[start + column], column)
                            first[column] += one
                            second[column] += other
                        }
                    }
                }
            }
        }
        return (first, second)
    }

    /// Returns the matrix with all elements of some columns missing.
    func settingMissing(_ missing: [Int]?) -> Matrix {
        guard let missing, !missing.isEmpty else { return self }
        var result = self
        result.withUnsafeMutableValues { values in
            for start in stride(from: 0, to: count, by: columns) {
                for column in missing { values[start + column] = .nan }
            }
        }
        return result
    }
}
