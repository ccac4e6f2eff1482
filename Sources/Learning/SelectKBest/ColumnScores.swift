import LinearAlgebra

/// The scores of ``SelectKBest``.
extension Matrix {
    /// Returns the F statistic of each column in an analysis of variance between classes; NaN for a constant column.
    ///
    /// - Complexity: O(rows × columns).
    func varianceRatios(between labels: Labels) -> [Double] {
        let present = labels.presentCodes.map(Int.init)
        let counts = labels.counts.map(Double.init)
        // The deviations from the means keep digits that a difference of sums of squares loses.
        let centred = shifted(by: columnMeans())
        let sums = centred.classSums(labels)
        let centres = sums.scaledRows(by: counts.map { $0 > 0 ? 1 / $0 : 0 })
        var within = [Double](repeating: 0, count: columns)
        centred.forEachRow(labels) { row, code in
            centres.withUnsafeValues { centres in
                within.withUnsafeMutableBufferPointer { within in
                    for column in row.indices {
                        let deviation = row[column] - centres[code * columns + column]
                        within[column] += deviation * deviation
                    }
                }
            }
        }
        // The deviations of a constant column may be rounding errors.
        let (minima, maxima) = columnRanges()
        let freedom = (between: Double(present.count - 1), within: Double(rows - present.count))
        return (0..<columns).map { column in
            guard minima[column] < maxima[column] else { return .nan }
            let between = present.reduce(0.0) { total, code in
                total + sums[code, column] * sums[code, column] / counts[code]
            }
            return (between / freedom.between) / (within[column] / freedom.within)
        }
    }

    /// Returns the chi-squared statistic of each column's sums over the classes; NaN for a column of zeros.
    ///
    /// - Complexity: O(rows × columns).
    func chiSquared(_ labels: Labels) -> [Double] {
        let present = labels.presentCodes.map(Int.init)
        let counts = labels.counts.map(Double.init)
        let observed = classSums(labels)
        return (0..<columns).map { column in
            let total = present.reduce(0.0) { $0 + observed[$1, column] }
            return present.reduce(0.0) { score, code in
                let expected = counts[code] / Double(rows) * total
                let difference = observed[code, column] - expected
                return score + difference * difference / expected
            }
        }
    }

    /// Returns the F statistic of each column's correlation with a target; 0 for a constant column.
    ///
    /// - Complexity: O(rows × columns).
    func correlationRatios(with target: [Double]) -> [Double] {
        let mean = target.reduce(0, +) / Double(rows)
        let deviations = target.map { $0 - mean }
        let centred = shifted(by: columnMeans())
        let products = centred.transposedTimes(deviations)
        let squares = centred.columnSquares()
        let targetSquares = deviations.reduce(0) { $0 + $1 * $1 }
        let (minima, maxima) = columnRanges()
        return (0..<columns).map { column in
            guard minima[column] < maxima[column] else { return 0 }
            let correlation = products[column] / squares[column].squareRoot() / targetSquares.squareRoot()
            guard !correlation.isNaN else { return 0 }
            let explained = correlation * correlation
            let ratio = explained / (1 - explained) * Double(rows - 2)
            return ratio.isFinite && explained < 1 ? ratio : .greatestFiniteMagnitude
        }
    }

    /// Returns the sums of each class: classes × columns.
    private func classSums(_ labels: Labels) -> Matrix {
        var sums = Matrix(rows: labels.classes.count, columns: columns)
        sums.withUnsafeMutableValues { sums in
            forEachRow(labels) { row, code in
                let start = code * columns
                for column in row.indices { sums[start + column] += row[column] }
            }
        }
        return sums
    }

    /// Calls `body` with the elements of each row and the code of its class.
    @inline(__always)
    private func forEachRow(_ labels: Labels, _ body: (UnsafeBufferPointer<Double>, Int) -> Void) {
        withUnsafeValues { values in
            for (row, code) in labels.codes.enumerated() {
                body(UnsafeBufferPointer(rebasing: values[row * columns..<(row + 1) * columns]), Int(code))
            }
        }
    }
}
