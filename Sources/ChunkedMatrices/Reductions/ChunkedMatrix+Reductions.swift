/// Sums, means and other reductions, computed as trees of partial results.
///
/// The result for one element, of all elements, is a matrix of one row and one column. Results do not depend on the
/// scheduler; they may differ by rounding for other chunks.
extension ChunkedMatrix {
    /// Returns the sums of elements; 0 for no elements.
    public func sum(_ axis: ReductionAxis = .overall) -> ChunkedMatrix { reduced(to: .sum, axis, .value) }

    /// Returns the means of elements; NaN for no elements.
    public func mean(_ axis: ReductionAxis = .overall) -> ChunkedMatrix {
        let count =
            switch axis {
            case .byColumn: rows
            case .byRow: columns
            case .overall: rows * columns
            }
        return reduced(to: .sum, axis, .mean(of: count))
    }

    /// Returns the variances of elements.
    ///
    /// - Parameters:
    ///   - axis: The direction.
    ///   - ddof: What is subtracted from the number of elements to give the divisor: 0 for the variance of a whole
    ///     population, as in NumPy; 1 for that of a sample.
    public func variance(_ axis: ReductionAxis = .overall, ddof: Int = 0) -> ChunkedMatrix {
        reduced(to: .moments, axis, .variance(ddof: ddof))
    }

    /// Returns the standard deviations of elements.
    ///
    /// - Parameters:
    ///   - axis: The direction.
    ///   - ddof: What is subtracted from the number of elements to give the divisor, as in ``variance(_:ddof:)``.
    public func standardDeviation(_ axis: ReductionAxis = .overall, ddof: Int = 0) -> ChunkedMatrix {
        reduced(to: .moments, axis, .standardDeviation(ddof: ddof))
    }

    /// Returns the least elements; NaN if there is a NaN.
    ///
    /// - Precondition: There is at least one element for each result.
    public func minimum(_ axis: ReductionAxis = .overall) -> ChunkedMatrix {
        requireElements(axis, "minimum")
        return reduced(to: .minimum, axis, .value)
    }

    /// Returns the greatest elements; NaN if there is a NaN.
    ///
    /// - Precondition: There is at least one element for each result.
    public func maximum(_ axis: ReductionAxis = .overall) -> ChunkedMatrix {
        requireElements(axis, "maximum")
        return reduced(to: .maximum, axis, .value)
    }

    /// Returns the root of the sum of the squares of all elements, the Frobenius norm.
    public var norm: ChunkedMatrix { map(.square).sum().map(.squareRoot) }

    private func requireElements(_ axis: ReductionAxis, _ name: String) {
        let count = axis == .byColumn ? rows : axis == .byRow ? columns : min(rows, columns)
        precondition(count > 0, "the \(name) of no elements is not defined")
    }

    private func reduced(
        to statistic: Statistic, _ axis: ReductionAxis, _ result: ReductionResult
    ) -> ChunkedMatrix {
        ChunkedMatrix(
            MatrixNode(
                ReductionExpression(
                    program: .identity, statistic: statistic, axis: axis, result: result, rows: rowChunks,
                    columns: columnChunks),
                [node], rows: axis == .byRow ? rowChunks : .whole(1),
                columns: axis == .byColumn ? columnChunks : .whole(1)))
    }
}
