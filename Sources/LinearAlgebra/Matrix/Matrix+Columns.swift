import Machine

/// Statistics of the columns, each computed in passes over the rows in storage order.
///
/// Tall matrices are divided into runs of rows, which are processed on several cores if no other task is running.
/// Partial results are combined in order, so that the results are identical on any number of cores.
extension Matrix {
    /// Returns the mean of each column.
    ///
    /// The mean is infinite if the sum overflows.
    ///
    /// - Precondition: The matrix has at least one row.
    /// - Complexity: O(rows × columns).
    public func columnMeans() -> [Double] {
        guard rows > 0 else {
            fatalError("means require at least one row")
        }
        return columnSums().map { $0 / Double(rows) }
    }

    private func columnSums() -> [Double] {
        combiningRuns({ $0.add($1) }) { run in
            var sums = [Double](repeating: 0, count: bandWidth)
            run.forEachBand { band, width in
                sums.withUnsafeMutableBufferPointer { sums in
                    for index in 0..<width { sums[index] += band[index] }
                }
            }
            return folded(sums, by: +)
        }
    }

    /// Returns the mean of each column after subtracting a value per column.
    ///
    /// If the values are the means of the columns, the result is their rounding error.
    ///
    /// - Complexity: O(rows × columns).
    package func columnMeans(about centre: [Double]) -> [Double] {
        guard rows > 0 else {
            fatalError("means require at least one row")
        }
        guard centre.count == columns else {
            fatalError("expected \(columns) values, one per column, not \(centre.count)")
        }
        let centres = tiled(centre)
        let sums = combiningRuns({ $0.add($1) }) { run in
            var sums = [Double](repeating: 0, count: bandWidth)
            run.forEachBand { band, width in
                centres.withUnsafeBufferPointer { centres in
                    sums.withUnsafeMutableBufferPointer { sums in
                        for index in 0..<width { sums[index] += band[index] - centres[index] }
                    }
                }
            }
            return folded(sums, by: +)
        }
        return sums.map { $0 / Double(rows) }
    }

    /// Returns the variance of each column, with the number of rows as the divisor (`ddof=0`).
    ///
    /// The method uses the corrected two-pass algorithm of Chan, Golub and LeVeque, "Algorithms for computing the
    /// sample variance" (1983), eq. 1.7, which compensates for rounding errors of the means. If squares overflow, the
    /// variance is infinite or NaN.
    ///
    /// - Parameter means: The result of ``columnMeans()``.
    /// - Precondition: The matrix has at least one row.
    /// - Complexity: O(rows × columns).
    public func columnVariances(about means: [Double]) -> [Double] {
        guard rows > 0 else {
            fatalError("variances require at least one row")
        }
        guard means.count == columns else {
            fatalError("expected \(columns) means, one per column, not \(means.count)")
        }
        let centres = tiled(means)
        let sums: (squares: [Double], deviations: [Double]) = combiningRuns({
            $0.squares.add($1.squares)
            $0.deviations.add($1.deviations)
        }) { run in
            var deviations = [Double](repeating: 0, count: bandWidth)
            var squares = deviations
            run.forEachBand { band, width in
                centres.withUnsafeBufferPointer { centres in
                    deviations.withUnsafeMutableBufferPointer { deviations in
                        squares.withUnsafeMutableBufferPointer { squares in
                            for index in 0..<width {
                                let deviation = band[index] - centres[index]
                                deviations[index] += deviation
                                squares[index] += deviation * deviation
                            }
                        }
                    }
                }
            }
            return (folded(squares, by: +), folded(deviations, by: +))
        }
        let count = Double(rows)
        return zip(sums.squares, sums.deviations).map { square, deviation in
            let sum = square - deviation * deviation / count
            return (sum < 0 ? 0 : sum) / count  // not `max`, which would turn NaN into 0
        }
    }

    /// Returns the minimum and the maximum of each column.
    ///
    /// - Precondition: The matrix has at least one row.
    /// - Complexity: O(rows × columns).
    public func columnRanges() -> (minima: [Double], maxima: [Double]) {
        guard rows > 0 else {
            fatalError("ranges require at least one row")
        }
        var minima = [Double](repeating: .infinity, count: bandWidth)
        var maxima = [Double](repeating: -.infinity, count: bandWidth)
        forEachBand { band, width in
            minima.withUnsafeMutableBufferPointer { minima in
                maxima.withUnsafeMutableBufferPointer { maxima in
                    for index in 0..<width {
                        let value = band[index]
                        minima[index] = value < minima[index] ? value : minima[index]
                        maxima[index] = value > maxima[index] ? value : maxima[index]
                    }
                }
            }
        }
        return (folded(minima, by: Swift.min), folded(maxima, by: Swift.max))
    }

    /// Subtracts offsets from each row, and then divides it by divisors.
    ///
    /// - Parameters:
    ///   - offsets: One value per column.
    ///   - divisors: One value per column; nil to only subtract.
    /// - Complexity: O(rows × columns).
    public func shifted(by offsets: [Double], dividedBy divisors: [Double]? = nil) -> Matrix {
        guard offsets.count == columns else {
            fatalError("expected \(columns) offsets, one per column, not \(offsets.count)")
        }
        guard (divisors.map { $0.count == columns } ?? true) else {
            fatalError("expected \(columns) divisors, one per column")
        }
        let offsets = tiled(offsets)
        guard let divisors = divisors.map(tiled) else {
            return mapBands { source, target, width in
                offsets.withUnsafeBufferPointer { offsets in
                    for index in 0..<width { target[index] = source[index] - offsets[index] }
                }
            }
        }
        return mapBands { source, target, width in
            offsets.withUnsafeBufferPointer { offsets in
                divisors.withUnsafeBufferPointer { divisors in
                    for index in 0..<width {
                        target[index] = (source[index] - offsets[index]) / divisors[index]
                    }
                }
            }
        }
    }

    /// Multiplies each row by a factor of its own.
    ///
    /// - Complexity: O(rows × columns).
    package mutating func scaleRows(by factors: [Double]) {
        guard factors.count == rows else {
            fatalError("expected \(rows) factors, one per row, not \(factors.count)")
        }
        let columns = columns
        withUnsafeMutableValues { values in
            for (row, factor) in factors.enumerated() {
                for index in row * columns..<(row + 1) * columns { values[index] *= factor }
            }
        }
    }

    /// Multiplies each row by factors, and then adds offsets.
    ///
    /// - Parameters:
    ///   - factors: One value per column.
    ///   - offsets: One value per column.
    /// - Complexity: O(rows × columns).
    public func scaled(by factors: [Double], plus offsets: [Double]) -> Matrix {
        guard factors.count == columns else {
            fatalError("expected \(columns) factors, one per column, not \(factors.count)")
        }
        guard offsets.count == columns else {
            fatalError("expected \(columns) offsets, one per column, not \(offsets.count)")
        }
        let (factors, offsets) = (tiled(factors), tiled(offsets))
        return mapBands { source, target, width in
            factors.withUnsafeBufferPointer { factors in
                offsets.withUnsafeBufferPointer { offsets in
                    for index in 0..<width { target[index] = source[index] * factors[index] + offsets[index] }
                }
            }
        }
    }
}

/// Runs of rows, which are processed in parallel.
extension Matrix {
    /// The number of rows of a run.
    private static let runHeight = 4096

    /// The number of arithmetic operations that take as long as reading and writing one element in memory.
    private static let operationsPerElement = 4

    /// Applies `body` to each run of rows and combines the results in order; the matrix must have rows.
    private func combiningRuns<Part: Sendable>(
        _ combine: (inout Part, Part) -> Void, _ body: @Sendable (Matrix) -> Part
    ) -> Part {
        let count = (rows + Self.runHeight - 1) / Self.runHeight
        let parts = Cores.map(count, operations: Self.operationsPerElement * self.count) { run in
            body(rows(run * Self.runHeight..<Swift.min((run + 1) * Self.runHeight, rows)))
        }
        return parts.dropFirst().reduce(into: parts[0], combine)
    }

    /// Returns a matrix of this shape, whose bands `body` computes from the bands of this matrix.
    @inline(__always)
    private func mapBands(
        _ body: @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
    ) -> Matrix {
        Matrix(rows: rows, columns: columns) { target in
            guard let start = target.baseAddress else { return }
            nonisolated(unsafe) let target = start  // each run writes its own rows
            Cores.forEachPanel(
                of: rows, height: Self.runHeight, operations: Self.operationsPerElement * count
            ) { run in
                var offset = run.lowerBound * columns
                rows(run).forEachBand { band, width in
                    body(band, target + offset, width)
                    offset += width
                }
            }
        }
    }
}

/// Bands: groups of whole rows that are long enough for vector instructions.
///
/// Several narrow rows in contiguous storage are processed as one wide row, whose columns repeat those of the matrix.
extension Matrix {
    private var rowsPerBand: Int { Swift.max(1, 64 / Swift.max(1, columns)) }

    private var bandWidth: Int { rowsPerBand * columns }

    /// Repeats one value per column for each row of a band.
    private func tiled(_ values: [Double]) -> [Double] {
        rowsPerBand == 1 ? values : Array(repeatElement(values, count: rowsPerBand).joined())
    }

    /// Combines the values of the rows of a band to one value per column.
    private func folded(_ values: [Double], by combine: (Double, Double) -> Double) -> [Double] {
        (0..<columns).map { column in
            stride(from: column + columns, to: values.count, by: columns)
                .reduce(values[column]) { combine($0, values[$1]) }
        }
    }

    /// Calls `body` with the start and the width of each band; the last band may be narrower.
    @inline(__always)
    private func forEachBand(_ body: (UnsafePointer<Double>, Int) -> Void) {
        let width = bandWidth
        withUnsafeValues { values in
            guard let start = values.baseAddress, width > 0 else { return }
            for offset in stride(from: 0, to: count, by: width) {
                body(start + offset, Swift.min(width, count - offset))
            }
        }
    }
}
