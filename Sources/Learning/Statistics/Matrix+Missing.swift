import LinearAlgebra

extension Matrix {
    /// The number of elements of each column that are not missing, and their mean and variance.
    ///
    /// The method is that of ``columnVariances(about:)``. The mean and variance of a column without elements are NaN.
    ///
    /// - Complexity: O(rows × columns).
    var statisticsOfPresent: (counts: [Int], means: [Double], variances: [Double]) {
        var (counts, sums) = ([Double](repeating: 0, count: columns), [Double](repeating: 0, count: columns))
        forEachRow { row in
            for (column, value) in row.enumerated() {
                counts[column] += value.isNaN ? 0 : 1
                sums[column] += value.isNaN ? 0 : value
            }
        }
        let means = zip(sums, counts).map { $0 / $1 }
        var (deviations, squares) = ([Double](repeating: 0, count: columns), sums.map { _ in 0.0 })
        forEachRow { row in
            for (column, value) in row.enumerated() {
                let deviation = value.isNaN ? 0 : value - means[column]
                deviations[column] += deviation
                squares[column] += deviation * deviation
            }
        }
        let variances = counts.indices.map { column in
            let sum = squares[column] - deviations[column] * deviations[column] / counts[column]
            return (sum < 0 ? 0 : sum) / counts[column]  // not `max`, which would turn NaN into 0
        }
        return (counts.map(Int.init), means, variances)
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

    /// Calls `body` with the elements of each row.
    @inline(__always)
    func forEachRow(_ body: (Slice<UnsafeBufferPointer<Double>>) -> Void) {
        withUnsafeValues { values in
            for row in 0..<rows { body(values[row * columns..<(row + 1) * columns]) }
        }
    }
}
