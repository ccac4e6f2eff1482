import LinearAlgebra

/// Rows of numbers of which some columns are stored as codes: blocks of columns of 0 and 1, of which a row has at most
/// one 1 in each block.
///
/// A one-hot encoder returns such blocks. They take four bytes a row, however many categories there are, whereas a matrix
/// takes eight bytes for each category. Steps that are ``EncodedRowsEstimator`` use the codes; others read
/// ``matrix``. A scaler changes the two values of each column, and keeps the codes.
public struct EncodedRows: Sendable, Equatable {
    /// Consecutive columns of 0 and 1, with at most one 1 in each row.
    public struct Block: Sendable, Equatable {
        /// The first of the columns.
        public let start: Int

        /// The number of columns.
        public let width: Int

        /// The column with the 1 of each row, counted from ``start``; -1 if all columns are 0.
        public let codes: [Int32]

        /// The values of the columns in place of 0 and 1; nil for 0 and 1.
        public let values: Values?

        /// Creates a block from parts, which ``EncodedRows/init(dense:blocks:)`` checks.
        package init(start: Int, width: Int, codes: [Int32], values: Values? = nil) {
            (self.start, self.width, self.codes, self.values) = (start, width, codes, values)
        }

        /// The columns.
        package var columns: Range<Int> { start..<start + width }
    }

    /// The number of rows.
    public let rows: Int

    /// The number of columns, including those of the blocks.
    public let columns: Int

    /// The columns that are not in blocks: a matrix of ``rows`` rows.
    public let dense: Matrix

    /// The column of each of the columns of ``dense``, ascending.
    public let denseColumns: [Int]

    /// The blocks, from left to right.
    public let blocks: [Block]

    /// Creates rows of blocks only.
    ///
    /// - Parameters:
    ///   - blocks: The codes and the number of columns of each block, from left to right. A code is a column of its block,
    ///     or -1.
    ///   - rows: The number of rows.
    /// - Precondition: Each block has a code for each row.
    public init(_ blocks: [(codes: [Int32], width: Int)], rows: Int) {
        var columns = 0
        self.blocks = blocks.map { codes, width in
            precondition(codes.count == rows, "a block requires \(rows) codes, not \(codes.count)")
            precondition(
                codes.allSatisfy { $0 >= -1 && $0 < width }, "every code must be a column of its block, or -1"
            )
            defer { columns += width }
            return Block(start: columns, width: width, codes: codes)
        }.filter { $0.width > 0 }
        self.rows = rows
        self.columns = columns
        dense = Matrix(rows: rows, columns: 0)
        denseColumns = []
    }

    /// Creates rows from checked parts.
    package init(rows: Int, columns: Int, dense: Matrix, denseColumns: [Int], blocks: [Block]) {
        (self.rows, self.columns) = (rows, columns)
        (self.dense, self.denseColumns, self.blocks) = (dense, denseColumns, blocks)
    }

    /// Creates rows from parts; nil if they do not agree.
    package init?(dense: Matrix, blocks: [Block]) {
        let columns = dense.columns + blocks.reduce(0) { $0 + $1.width }
        var free: [Int] = []
        var next = 0
        for block in blocks {
            guard block.start >= next, block.width > 0, block.start <= columns - block.width,
                block.codes.count == dense.rows,
                block.codes.allSatisfy({ $0 >= -1 && $0 < block.width }),
                block.values.map({ $0.zeros.count == block.width && $0.ones.count == block.width }) ?? true
            else { return nil }
            free += next..<block.start
            next = block.start + block.width
        }
        free += next..<columns
        guard free.count == dense.columns else { return nil }
        self.init(rows: dense.rows, columns: columns, dense: dense, denseColumns: free, blocks: blocks)
    }

    /// Creates rows that consist of the columns of matrices and encoded rows, side by side; nil if one is of typed
    /// columns.
    package init?(sideBySide parts: [Features], rows: Int) {
        var columns = 0
        var dense: [Matrix] = []
        var places: [Int] = []
        var blocks: [Block] = []
        for part in parts {
            switch part {
            case .matrix(let matrix):
                dense.append(matrix)
                places += columns..<columns + matrix.columns
            case .encoded(let encoded):
                dense.append(encoded.dense)
                places += encoded.denseColumns.map { columns + $0 }
                blocks += encoded.blocks.map { $0.moved(to: columns + $0.start) }
            case .table: return nil
            }
            columns += part.columns
        }
        let some = dense.filter { $0.columns > 0 }
        self.init(
            rows: rows, columns: columns,
            dense: some.count == 1 ? some[0] : Matrix(sideBySide: some, rows: rows), denseColumns: places,
            blocks: blocks)
    }

    /// Returns the rows at the given indices, in their order; an index may occur several times.
    public func rows(at indices: [Int]) -> EncodedRows {
        EncodedRows(
            rows: indices.count, columns: columns, dense: dense.rows(at: indices), denseColumns: denseColumns,
            blocks: blocks.map { block in
                block.with(codes: indices.map { block.codes[$0] })
            })
    }

    /// Returns a range of rows.
    public func rows(_ range: Range<Int>) -> EncodedRows {
        EncodedRows(
            rows: range.count, columns: columns, dense: dense.rows(range), denseColumns: denseColumns,
            blocks: blocks.map { $0.with(codes: Array($0.codes[range])) })
    }

    /// All columns as a matrix.
    ///
    /// - Complexity: O(rows × columns).
    public var matrix: Matrix {
        Matrix(rows: rows, columns: columns) { target in
            target.initialize(repeating: 0)
            dense.withUnsafeValues { values in
                for row in 0..<rows {
                    for (index, column) in denseColumns.enumerated() {
                        target[row * columns + column] = values[row * denseColumns.count + index]
                    }
                }
            }
            for block in blocks {
                if let values = block.values {
                    for row in 0..<rows {
                        for (index, zero) in values.zeros.enumerated() {
                            target[row * columns + block.start + index] = zero
                        }
                    }
                }
                for (row, code) in block.codes.enumerated() where code >= 0 {
                    target[row * columns + block.start + Int(code)] = block.values?.ones[Int(code)] ?? 1
                }
            }
        }
    }

    /// The number of bytes of the numbers and the codes.
    package var byteCount: Int { 8 * dense.count + 4 * blocks.count * rows }
}

extension EncodedRows: FittedRows {
    package var columnCount: Int { columns }

    package func firstInvalidElement(
        accepting content: FeatureContent
    ) -> (row: Int, column: Int, value: Double)? {
        dense.firstInvalidElement(accepting: content).map { ($0.row, denseColumns[$0.column], $0.value) }
    }
}

extension EncodedRows: FeaturesConvertible {
    /// The rows as features.
    public var features: Features { .encoded(self) }
}
