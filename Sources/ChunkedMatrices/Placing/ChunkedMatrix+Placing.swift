/// Slices, other chunks, and matrices side by side.
extension ChunkedMatrix {
    /// Returns a part of the matrix.
    ///
    /// Element-wise operations, and sources of blocks, compute only the part.
    ///
    /// - Precondition: The ranges are within the matrix.
    public subscript(rows: Range<Int>, columns: Range<Int>) -> ChunkedMatrix {
        precondition(
            rows.clamped(to: 0..<self.rows) == rows && columns.clamped(to: 0..<self.columns) == columns,
            "rows \(rows) and columns \(columns) are not within a \(self.rows) × \(self.columns) matrix")
        if rows.count == self.rows && columns.count == self.columns { return self }
        return ChunkedMatrix(node.sliced(rows, columns))
    }

    /// Returns some of the rows.
    ///
    /// - Precondition: The range is within the rows.
    public func rows(_ range: Range<Int>) -> ChunkedMatrix { self[range, 0..<columns] }

    /// Returns some of the columns.
    ///
    /// - Precondition: The range is within the columns.
    public func columns(_ range: Range<Int>) -> ChunkedMatrix { self[0..<rows, range] }

    /// The transpose.
    public var transposed: ChunkedMatrix {
        if node.expression is TransposedExpression { return ChunkedMatrix(node.inputs[0]) }
        return ChunkedMatrix(
            MatrixNode(TransposedExpression(), [node], rows: columnChunks, columns: rowChunks))
    }

    /// Returns the same matrix, divided into other chunks.
    public func rechunked(_ shape: ChunkShape) -> ChunkedMatrix {
        let chunks = shape.chunks(rows: rows, columns: columns)
        return rechunked(rows: chunks.rows, columns: chunks.columns)
    }

    /// Returns the same matrix, divided into other chunks.
    ///
    /// - Precondition: The chunks have as many rows and columns as the matrix.
    public func rechunked(rows: AxisChunks, columns: AxisChunks) -> ChunkedMatrix {
        precondition(
            rows.length == self.rows && columns.length == self.columns,
            "chunks of \(rows.length) × \(columns.length) do not fit a \(self.rows) × \(self.columns) matrix")
        if rows == rowChunks && columns == columnChunks { return self }
        return ChunkedMatrix(
            MatrixNode(
                PlacedExpression(origins: [.init(row: 0, column: 0)]), [node], rows: rows, columns: columns))
    }

    /// Returns matrices with equal numbers of columns, one below the other.
    ///
    /// - Precondition: There is at least one matrix, and all have the same number of columns.
    public static func stacked(_ matrices: [ChunkedMatrix]) -> ChunkedMatrix {
        joined(matrices.map(\.transposed)).transposed
    }

    /// Returns matrices with equal numbers of rows, side by side.
    ///
    /// - Precondition: There is at least one matrix, and all have the same number of rows.
    public static func joined(_ matrices: [ChunkedMatrix]) -> ChunkedMatrix {
        guard let first = matrices.first else { preconditionFailure("joining requires at least one matrix") }
        precondition(
            matrices.allSatisfy { $0.rows == first.rows },
            "joining requires matrices with equal numbers of rows")
        var (rows, columns) = (first.rowChunks, first.columnChunks)
        var origins = [PlacedExpression.Origin(row: 0, column: 0)]
        for matrix in matrices.dropFirst() {
            origins.append(.init(row: 0, column: columns.length))
            rows = rows.refined(by: matrix.rowChunks)
            columns = columns.followed(by: matrix.columnChunks)
        }
        return ChunkedMatrix(
            MatrixNode(PlacedExpression(origins: origins), matrices.map(\.node), rows: rows, columns: columns)
        )
    }
}

extension MatrixNode {
    /// The longest chain of inputs through which a slice is moved to the sources.
    private static let deepestSlice = 64

    /// Returns a part of the matrix, computed from parts of the inputs where that is less work.
    func sliced(_ rows: Range<Int>, _ columns: Range<Int>) -> MatrixNode {
        if rows == 0..<self.rows.length && columns == 0..<self.columns.length { return self }
        let (rowChunks, columnChunks) = (self.rows.restricted(to: rows), self.columns.restricted(to: columns))
        if depth <= Self.deepestSlice {
            if let source = expression as? any SliceableSource {
                return MatrixNode(source.sliced(rows, columns), rows: rowChunks, columns: columnChunks)
            }
            if expression is TransposedExpression {
                return MatrixNode(
                    expression, [inputs[0].sliced(columns, rows)], rows: rowChunks, columns: columnChunks)
            }
            if expression is ElementwiseExpression {
                return MatrixNode(
                    expression,
                    inputs.map { input in
                        // Rows and columns that are repeated stay whole.
                        input.sliced(
                            input.rows.length == self.rows.length ? rows : 0..<1,
                            input.columns.length == self.columns.length ? columns : 0..<1)
                    }, rows: rowChunks, columns: columnChunks)
            }
        }
        return MatrixNode(
            PlacedExpression(origins: [.init(row: -rows.lowerBound, column: -columns.lowerBound)]), [self],
            rows: rowChunks, columns: columnChunks)
    }
}
