import LinearAlgebra

extension Matrix {
    /// The number of elements of each column that are not missing, and their mean and variance.
    ///
    /// The method is that of ``columnVariances(about:)``. The mean and variance of a column without elements are NaN.
    ///
    /// - Complexity: O(rows × columns).
    var statisticsOfPresent: (counts: [Int], means: [Double], variances: [Double]) {
        let (counts, sums) = accumulated { value, _ in value.isNaN ? (0, 0) : (1, value) }
        let means = zip(sums, counts).map { $0 / $1 }
        let (deviations, squares) = means.withUnsafeBufferPointer { means in
            accumulated { value, column in
                let deviation = value.isNaN ? 0 : value - means[column]
                return (deviation, deviation * deviation)
            }
        }
        let variances = counts.indices.map { column in
            let sum = squares[column] - deviations[column] * deviations[column] / counts[column]
            return (sum < 0 ? 0 : sum) / counts[column]  // not `max`, which would turn NaN into 0
        }
        return (counts.map(Int.init), means, variances)
    }

    /// Returns two sums for each column, of the numbers computed from each element and its column.
    ///
    /// - Complexity: O(rows × columns).
    @inline(__always)
    func accumulated(_ parts: (Double, Int) -> (Double, Double)) -> (first: [Double], second: [Double]) {
        var (first, second) = ([Double](repeating: 0, count: columns), [Double](repeating: 0, count: columns))
        withUnsafeValues { values in
            first.withUnsafeMutableBufferPointer { first in
                second.withUnsafeMutableBufferPointer { second in
                    for row in 0..<rows {
                        let start = row * columns
                        for column in 0..<columns {
                            let (one, other) = parts(values[start + column], column)
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
