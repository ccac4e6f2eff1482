import LinearAlgebra

/// A partial result of a reduction, to which tiles of elements are added.
struct PartialResult {
    private let statistic: Statistic
    /// The number of results.
    let lanes: Int
    /// A row for each of the statistic's numbers.
    private var values: [Double]

    /// Creates the result for no elements.
    init(_ statistic: Statistic, lanes: Int) {
        self.statistic = statistic
        self.lanes = lanes
        let neutral =
            switch statistic {
            case .sum, .moments: 0.0
            case .minimum: Double.infinity
            case .maximum: -Double.infinity
            }
        values = [Double](repeating: neutral, count: statistic.count * lanes)
    }

    var matrix: Matrix { Matrix(rows: statistic.count, columns: lanes, values: values) }

    /// Adds another partial result.
    mutating func combine(_ other: Matrix) {
        other.withUnsafeValues { other in
            for lane in 0..<lanes {
                switch statistic {
                case .sum: values[lane] += other[lane]
                case .minimum: values[lane] = Self.least(values[lane], other[lane])
                case .maximum: values[lane] = Self.greatest(values[lane], other[lane])
                case .moments:
                    addMoments(
                        to: lane, count: other[lane], mean: other[lanes + lane],
                        squares: other[2 * lanes + lane])
                }
            }
        }
    }

    /// Adds a tile of elements, row by row.
    ///
    /// - Parameters:
    ///   - tile: The elements.
    ///   - width: The number of columns of the tile.
    ///   - axis: The direction of the reduction.
    ///   - row: The row of the first element.
    ///   - column: The column of the first element.
    mutating func add(
        _ tile: UnsafeBufferPointer<Double>, width: Int, axis: ReductionAxis, row: Int, column: Int
    ) {
        let height = tile.count / width
        switch axis {
        case .byColumn: addColumns(tile, width: width, height: height, to: column)
        case .byRow:
            for line in 0..<height {
                add(UnsafeBufferPointer(rebasing: tile[line * width..<(line + 1) * width]), to: row + line)
            }
        case .overall: add(tile, to: 0)
        }
    }

    /// As in NumPy, the smaller of two numbers, and NaN if one of them is.
    @inline(__always)
    private static func least(_ left: Double, _ right: Double) -> Double {
        left < right || left.isNaN ? left : right
    }

    @inline(__always)
    private static func greatest(_ left: Double, _ right: Double) -> Double {
        left > right || left.isNaN ? left : right
    }
}

// MARK: - Elements of one result

extension PartialResult {
    private mutating func add(_ elements: UnsafeBufferPointer<Double>, to lane: Int) {
        switch statistic {
        case .sum: values[lane] += Self.sum(elements) { $0 }
        case .minimum: values[lane] = elements.reduce(values[lane], Self.least)
        case .maximum: values[lane] = elements.reduce(values[lane], Self.greatest)
        case .moments:
            let mean = Self.sum(elements) { $0 } / Double(elements.count)
            let squares = Self.sum(elements) { ($0 - mean) * ($0 - mean) }
            addMoments(to: lane, count: Double(elements.count), mean: mean, squares: squares)
        }
    }

    /// Returns the sum of a function of the elements, in eight sums that are independent of each other.
    @inline(__always)
    private static func sum(
        _ elements: UnsafeBufferPointer<Double>, _ function: (Double) -> Double
    ) -> Double {
        var sums = SIMD8<Double>()
        let whole = elements.count / 8 * 8
        for start in stride(from: 0, to: whole, by: 8) {
            for lane in 0..<8 { sums[lane] += function(elements[start + lane]) }
        }
        var sum = sums.sum()
        for index in whole..<elements.count { sum += function(elements[index]) }
        return sum
    }

    /// Adds moments.
    ///
    /// Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1979), eq. 2.1.
    private mutating func addMoments(to lane: Int, count: Double, mean: Double, squares: Double) {
        guard count > 0 else { return }
        let known = values[lane]
        let total = known + count
        let difference = mean - values[lanes + lane]
        values[lane] = total
        values[lanes + lane] += difference * (count / total)
        values[2 * lanes + lane] += squares + difference * difference * (known * (count / total))
    }
}

// MARK: - Columns

extension PartialResult {
    private mutating func addColumns(
        _ tile: UnsafeBufferPointer<Double>, width: Int, height: Int, to column: Int
    ) {
        switch statistic {
        case .sum:
            for row in 0..<height {
                for lane in 0..<width { values[column + lane] += tile[row * width + lane] }
            }
        case .minimum:
            for row in 0..<height {
                for lane in 0..<width {
                    values[column + lane] = Self.least(values[column + lane], tile[row * width + lane])
                }
            }
        case .maximum:
            for row in 0..<height {
                for lane in 0..<width {
                    values[column + lane] = Self.greatest(values[column + lane], tile[row * width + lane])
                }
            }
        case .moments: addColumnMoments(tile, width: width, height: height, to: column)
        }
    }

    /// Adds the moments of the columns of a tile, which is in the cache, in two passes over it.
    private mutating func addColumnMoments(
        _ tile: UnsafeBufferPointer<Double>, width: Int, height: Int, to column: Int
    ) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * width) { buffer in
            let means = UnsafeMutableBufferPointer(rebasing: buffer[..<width])
            let squares = UnsafeMutableBufferPointer(rebasing: buffer[width...])
            buffer.initialize(repeating: 0)
            for row in 0..<height {
                for lane in 0..<width { means[lane] += tile[row * width + lane] }
            }
            for lane in 0..<width { means[lane] /= Double(height) }
            for row in 0..<height {
                for lane in 0..<width {
                    let difference = tile[row * width + lane] - means[lane]
                    squares[lane] += difference * difference
                }
            }
            for lane in 0..<width {
                addMoments(
                    to: column + lane, count: Double(height), mean: means[lane], squares: squares[lane])
            }
        }
    }
}
