/// Element-wise arithmetic and functions.
///
/// - Precondition: Two matrices have the same shape, except that either may have one row, or one column, which is
///   repeated.
extension ChunkedMatrix {
    /// Returns the sums of elements.
    public static func + (left: ChunkedMatrix, right: ChunkedMatrix) -> ChunkedMatrix {
        left.applying(.add, right)
    }
    /// Returns the differences of elements.
    public static func - (left: ChunkedMatrix, right: ChunkedMatrix) -> ChunkedMatrix {
        left.applying(.subtract, right)
    }
    /// Returns the products of elements; ``times(_:)`` is the product of matrices.
    public static func * (left: ChunkedMatrix, right: ChunkedMatrix) -> ChunkedMatrix {
        left.applying(.multiply, right)
    }
    /// Returns the quotients of elements.
    public static func / (left: ChunkedMatrix, right: ChunkedMatrix) -> ChunkedMatrix {
        left.applying(.divide, right)
    }

    /// Returns the sums of each element and a number.
    public static func + (left: ChunkedMatrix, right: Double) -> ChunkedMatrix { left.applying(.add, right) }
    /// Returns the differences of each element and a number.
    public static func - (left: ChunkedMatrix, right: Double) -> ChunkedMatrix {
        left.applying(.subtract, right)
    }
    /// Returns the products of each element and a number.
    public static func * (left: ChunkedMatrix, right: Double) -> ChunkedMatrix {
        left.applying(.multiply, right)
    }
    /// Returns the quotients of each element and a number.
    public static func / (left: ChunkedMatrix, right: Double) -> ChunkedMatrix {
        left.applying(.divide, right)
    }

    /// Returns the sums of a number and each element.
    public static func + (left: Double, right: ChunkedMatrix) -> ChunkedMatrix {
        right.applying(.add, left: left)
    }
    /// Returns the differences of a number and each element.
    public static func - (left: Double, right: ChunkedMatrix) -> ChunkedMatrix {
        right.applying(.subtract, left: left)
    }
    /// Returns the products of a number and each element.
    public static func * (left: Double, right: ChunkedMatrix) -> ChunkedMatrix {
        right.applying(.multiply, left: left)
    }
    /// Returns the quotients of a number and each element.
    public static func / (left: Double, right: ChunkedMatrix) -> ChunkedMatrix {
        right.applying(.divide, left: left)
    }

    /// Returns the negative elements.
    public static prefix func - (matrix: ChunkedMatrix) -> ChunkedMatrix { matrix.map(.negative) }

    /// Returns the results of a function for each element.
    public func map(_ function: ElementFunction) -> ChunkedMatrix {
        ChunkedMatrix(
            MatrixNode(
                ElementwiseExpression(program: .applying(function)), [node], rows: rowChunks,
                columns: columnChunks))
    }

    /// Returns the elements raised to a power.
    public func power(_ exponent: Double) -> ChunkedMatrix {
        exponent == 2 ? map(.square) : applying(.power, exponent)
    }

    /// Returns the elements raised to the powers in another matrix.
    public func power(_ exponents: ChunkedMatrix) -> ChunkedMatrix { applying(.power, exponents) }

    /// Returns the smaller of each two elements; NaN if one of them is.
    public func minimum(with other: ChunkedMatrix) -> ChunkedMatrix { applying(.minimum, other) }
    /// Returns the larger of each two elements; NaN if one of them is.
    public func maximum(with other: ChunkedMatrix) -> ChunkedMatrix { applying(.maximum, other) }

    /// Returns the elements, with those outside of a range replaced by its ends.
    public func clipped(to range: ClosedRange<Double>) -> ChunkedMatrix {
        applying(.maximum, range.lowerBound).applying(.minimum, range.upperBound)
    }

    /// Returns 1 where an element is less than that of another matrix, otherwise 0.
    public static func .< (left: ChunkedMatrix, right: ChunkedMatrix) -> ChunkedMatrix {
        left.applying(.less, right)
    }
    /// Returns 1 where an element is less than a number, otherwise 0.
    public static func .< (left: ChunkedMatrix, right: Double) -> ChunkedMatrix {
        left.applying(.less, right)
    }
    /// Returns 1 where an element is greater than a number, otherwise 0.
    public static func .> (left: ChunkedMatrix, right: Double) -> ChunkedMatrix {
        left.applying(.less, left: right)
    }
    /// Returns 1 where an element equals that of another matrix, otherwise 0.
    public static func .== (left: ChunkedMatrix, right: ChunkedMatrix) -> ChunkedMatrix {
        left.applying(.equal, right)
    }
    /// Returns 1 where an element equals a number, otherwise 0.
    public static func .== (left: ChunkedMatrix, right: Double) -> ChunkedMatrix {
        left.applying(.equal, right)
    }
}

// MARK: - Creating expressions

extension ChunkedMatrix {
    private func applying(_ operation: ElementOperator, _ number: Double) -> ChunkedMatrix {
        applying(.applying(operation, right: number))
    }

    private func applying(_ operation: ElementOperator, left number: Double) -> ChunkedMatrix {
        applying(.applying(operation, left: number))
    }

    private func applying(_ program: ElementProgram) -> ChunkedMatrix {
        ChunkedMatrix(
            MatrixNode(
                ElementwiseExpression(program: program), [node], rows: rowChunks, columns: columnChunks))
    }

    private func applying(_ operation: ElementOperator, _ other: ChunkedMatrix) -> ChunkedMatrix {
        let rows = Self.common(rowChunks, other.rowChunks, "rows")
        let columns = Self.common(columnChunks, other.columnChunks, "columns")
        let operands = [self, other].map { operand in
            operand.rechunked(
                rows: operand.rows == 1 ? .whole(1) : rows,
                columns: operand.columns == 1 ? .whole(1) : columns)
        }
        return ChunkedMatrix(
            MatrixNode(
                ElementwiseExpression(program: .applying(operation)), operands.map(\.node), rows: rows,
                columns: columns))
    }

    /// Returns the chunks of an axis of the result for two operands.
    private static func common(_ left: AxisChunks, _ right: AxisChunks, _ axis: String) -> AxisChunks {
        if left.length == 1 && right.length == 1 { return .whole(1) }
        if left.length == 1 { return right }
        if right.length == 1 { return left }
        precondition(
            left.length == right.length,
            "element-wise operations require the same number of \(axis), or 1, not \(left.length) and \(right.length)"
        )
        return left.refined(by: right)
    }
}
