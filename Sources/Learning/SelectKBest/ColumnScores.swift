import LinearAlgebra

/// The scores of ``SelectKBest``.
extension Matrix {
    /// Returns the F statistic of each column in an analysis of variance between classes; NaN for a constant column.
    ///
    /// - Complexity: O(rows × columns).
    func varianceRatios(between labels: Labels) -> [Double] {
        let present = labels.presentCodes
        let counts = labels.counts.map(Double.init)
        let means = columnMeans()
        let sums = classSums(labels) { $0 - means[$1] }
        var within = [Double](repeating: 0, count: columns)
        // The deviations from the means of classes keep digits that a difference of sums of squares loses.
        let centres = sums.enumerated().map { code, sums in sums.map { $0 / counts[code] } }
        forEachRow(labels) { row, code in
            let centre = centres[code]
            for (column, value) in row.enumerated() {
                let deviation = value - means[column] - centre[column]
                within[column] += deviation * deviation
            }
        }
        let freedom = (between: Double(present.count - 1), within: Double(rows - present.count))
        return (0..<columns).map { column in
            let between = present.reduce(0.0) { total, code in
                let sum = sums[Int(code)][column]
                return total + sum * sum / counts[Int(code)]
            }
            return (between / freedom.between) / (within[column] / freedom.within)
        }
    }

    /// Returns the chi-squared statistic of each column's sums over the classes; NaN for a column of zeros.
    ///
    /// - Complexity: O(rows × columns).
    func chiSquared(_ labels: Labels) -> [Double] {
        let counts = labels.counts.map { Double($0) }
        let observed = classSums(labels) { value, _ in value }
        let totals = (0..<columns).map { column in observed.reduce(0) { $0 + $1[column] } }
        return (0..<columns).map { column in
            labels.presentCodes.reduce(0.0) { score, code in
                let expected = counts[Int(code)] / Double(rows) * totals[column]
                let difference = observed[Int(code)][column] - expected
                return score + difference * difference / expected
            }
        }
    }

    /// Returns the F statistic of each column's correlation with a target; 0 for a constant column.
    ///
    /// - Complexity: O(rows × columns).
    func correlationRatios(with target: [Double]) -> [Double] {
        let means = columnMeans()
        let mean = target.reduce(0, +) / Double(rows)
        var (products, squares) = ([Double](repeating: 0, count: columns), means.map { _ in 0.0 })
        var targetSquares = 0.0
        var row = 0
        forEachRow { elements in
            let deviation = target[row] - mean
            targetSquares += deviation * deviation
            for (column, value) in elements.enumerated() {
                let centred = value - means[column]
                products[column] += centred * deviation
                squares[column] += centred * centred
            }
            row += 1
        }
        return (0..<columns).map { column in
            let correlation = products[column] / squares[column].squareRoot() / targetSquares.squareRoot()
            guard !correlation.isNaN else { return 0 }
            let explained = correlation * correlation
            let ratio = explained / (1 - explained) * Double(rows - 2)
            return ratio.isFinite && explained < 1 ? ratio : .greatestFiniteMagnitude
        }
    }

    /// Returns the sums of each class: a list of columns for each code.
    private func classSums(_ labels: Labels, of part: (Double, Int) -> Double) -> [[Double]] {
        var sums = [[Double]](
            repeating: [Double](repeating: 0, count: columns), count: labels.classes.count)
        forEachRow(labels) { row, code in
            for (column, value) in row.enumerated() { sums[code][column] += part(value, column) }
        }
        return sums
    }

    @inline(__always)
    private func forEachRow(_ labels: Labels, _ body: (Slice<UnsafeBufferPointer<Double>>, Int) -> Void) {
        var row = 0
        forEachRow { elements in
            body(elements, Int(labels.codes[row]))
            row += 1
        }
    }
}
