extension EncodedRows.Block {
    /// The values of the columns of a block in place of 0 and 1, as after a scaler.
    public struct Values: Sendable, Equatable {
        /// The value of each column where it would be 0.
        public let zeros: [Double]

        /// The value of each column where it would be 1.
        public let ones: [Double]

        /// Creates values, as many of each as there are columns.
        package init(zeros: [Double], ones: [Double]) { (self.zeros, self.ones) = (zeros, ones) }
    }

    /// The difference of the two values of each column; nil for 0 and 1.
    package var factors: [Double]? { values.map { zip($0.ones, $0.zeros).map { $0 - $1 } } }

    /// Returns the block with the codes of other rows.
    package func with(codes: [Int32]) -> EncodedRows.Block {
        EncodedRows.Block(start: start, width: width, codes: codes, values: values)
    }

    /// Returns the block with other values of its columns.
    package func with(values: Values?) -> EncodedRows.Block {
        EncodedRows.Block(start: start, width: width, codes: codes, values: values)
    }

    /// Returns the block with another first column.
    package func moved(to start: Int) -> EncodedRows.Block {
        EncodedRows.Block(start: start, width: width, codes: codes, values: values)
    }
}

extension EncodedRows {
    /// The value of each column of the blocks where it would be 0; 0 for the dense columns.
    package var zeros: [Double] {
        var zeros = [Double](repeating: 0, count: columns)
        for block in blocks {
            for (index, zero) in (block.values?.zeros ?? []).enumerated() {
                zeros[block.start + index] = zero
            }
        }
        return zeros
    }

    /// Whether the columns of the blocks are 0 where they have no code.
    package var hasZeros: Bool {
        blocks.allSatisfy { $0.values?.zeros.allSatisfy { $0 == 0 } ?? true }
    }

    /// Returns the rows minus ``zeros``.
    package func subtractingZeros() -> EncodedRows {
        guard !hasZeros else { return self }
        return EncodedRows(
            rows: rows, columns: columns, dense: dense, denseColumns: denseColumns,
            blocks: blocks.map { block in
                block.with(
                    values: block.factors.map {
                        .init(zeros: [Double](repeating: 0, count: block.width), ones: $0)
                    })
            })
    }
}
