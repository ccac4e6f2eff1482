/// Statistics of the columns, each a pass over the rows in the order they are stored.
///
/// Long matrices are cut into runs of rows, which spread over the cores if nothing else runs; what comes of the runs is
/// put together in their order, so that the results are the same on any number of cores.
extension Matrix {
    /// The mean of each column; the matrix must have rows.
    ///
    /// O(rows × columns).
    ///
    /// A sum too large for a `Double` gives an infinity.
    public func columnMeans() -> [Double] {
        guard rows > 0 else {
            fatalError("no rows have no mean")
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

    /// The mean of each column less a value each, as that of the shifted rows: what rounding left of their means, if these
    /// are the values.
    ///
    /// O(rows × columns).
    package func columnMeans(about centre: [Double]) -> [Double] {
        guard rows > 0 else {
            fatalError("no rows have no mean")
        }
        guard centre.count == columns else {
            fatalError("\(columns) columns need as many values, not \(centre.count)")
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

    /// The variance of each column about its mean, with the number of rows as divisor.
    ///
    /// O(rows × columns).
    ///
    /// The corrected two-pass algorithm of Chan, Golub and LeVeque, "Algorithms for computing the sample
    /// variance" (1983), eq. 1.7: what rounding left in the means is taken out again. Squares too large for a
    /// `Double` give an infinity or NaN.
    ///
    /// - Parameter means: what ``columnMeans()`` returns.
    public func columnVariances(about means: [Double]) -> [Double] {
        guard rows > 0 else {
            fatalError("no rows have no variance")
        }
        guard means.count == columns else {
            fatalError("\(columns) columns need as many means, not \(means.count)")
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
            return (sum < 0 ? 0 : sum) / count  // not `max`, which would take NaN for 0
        }
    }

    /// The least and the greatest element of each column; the matrix must have rows.
    ///
    /// O(rows × columns).
    public func columnRanges() -> (minima: [Double], maxima: [Double]) {
        guard rows > 0 else {
            fatalError("no rows have no least element")
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

    /// Each row less `offsets` and then divided by `divisors`, a value a column; without divisors, less
    /// `offsets`.
    ///
    /// O(rows × columns).
    public func shifted(by offsets: [Double], dividedBy divisors: [Double]? = nil) -> Matrix {
        guard offsets.count == columns else {
            fatalError("\(columns) columns need as many offsets, not \(offsets.count)")
        }
        guard (divisors.map { $0.count == columns } ?? true) else {
            fatalError("\(columns) columns need as many divisors")
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

    /// Each row times `factors` and then plus `offsets`, a value a column.
    ///
    /// O(rows × columns).
    public func scaled(by factors: [Double], plus offsets: [Double]) -> Matrix {
        guard factors.count == columns else {
            fatalError("\(columns) columns need as many factors, not \(factors.count)")
        }
        guard offsets.count == columns else {
            fatalError("\(columns) columns need as many offsets, not \(offsets.count)")
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

/// Runs of rows, which are computed side by side.
extension Matrix {
    /// The rows of a run.
    private static let runHeight = 4096

    /// The additions and multiplications that take as long as to read an element from memory and write it.
    private static let operationsPerElement = 4

    /// What `body` makes of each run of rows, put together in order; there must be rows.
    private func combiningRuns<Part: Sendable>(
        _ combine: (inout Part, Part) -> Void, _ body: @Sendable (Matrix) -> Part
    ) -> Part {
        let count = (rows + Self.runHeight - 1) / Self.runHeight
        let parts = BLASThreads.map(count, operations: Self.operationsPerElement * self.count) { run in
            body(rows(run * Self.runHeight..<Swift.min((run + 1) * Self.runHeight, rows)))
        }
        return parts.dropFirst().reduce(into: parts[0], combine)
    }

    /// A matrix of this shape, of which `body` writes each band from this matrix's.
    @inline(__always)
    private func mapBands(
        _ body: @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
    ) -> Matrix {
        Matrix(rows: rows, columns: columns) { target in
            guard let start = target.baseAddress else { return }
            nonisolated(unsafe) let target = start  // each run writes rows of its own
            BLASThreads.forEachPanel(
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

/// Bands: as many whole rows as make a run long enough for vector instructions.
///
/// Of rows stored one after another, several narrow ones are one wide one, whose columns repeat those of the
/// matrix.
extension Matrix {
    private var rowsPerBand: Int { Swift.max(1, 64 / Swift.max(1, columns)) }

    private var bandWidth: Int { rowsPerBand * columns }

    /// One value a column, repeated for each row of a band.
    private func tiled(_ values: [Double]) -> [Double] {
        rowsPerBand == 1 ? values : Array(repeatElement(values, count: rowsPerBand).joined())
    }

    /// One value a column, from one for each column of each row of a band.
    private func folded(_ values: [Double], by combine: (Double, Double) -> Double) -> [Double] {
        (0..<columns).map { column in
            stride(from: column + columns, to: values.count, by: columns)
                .reduce(values[column]) { combine($0, values[$1]) }
        }
    }

    /// Calls `body` with the start and the width of each band; the last may be narrower.
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
