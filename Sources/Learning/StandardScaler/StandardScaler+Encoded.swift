import LinearAlgebra

extension StandardScaler: EncodedRowsTransformer {
    /// Fits the dense columns as those of a matrix, and those of blocks to the numbers of rows of each code.
    ///
    /// - Complexity: O(rows × (dense columns + blocks) + columns).
    package func fit(
        checked x: EncodedRows, _ target: Target, in context: FitContext
    ) throws -> FittedStandardScaler {
        var model = identity(columns: x.columns)
        guard withMean || withStd else { return model }
        if !x.denseColumns.isEmpty {
            let ofDense = try fit(checked: x.dense, target, in: context)
            for (index, column) in x.denseColumns.enumerated() {
                (model.mean[column], model.scale[column]) = (ofDense.mean[index], ofDense.scale[index])
            }
            model.columnsWithoutValues = ofDense.columnsWithoutValues?.map { x.denseColumns[$0] }
        }
        let total = context.weights?.reduce(0, +) ?? Double(x.rows)
        for block in x.blocks {
            for (index, count) in x.counts(of: block, weights: context.weights).enumerated() {
                let (zero, one) = (block.values?.zeros[index] ?? 0, block.values?.ones[index] ?? 1)
                let (share, column) = (count / total, block.start + index)
                let mean = block.values == nil ? share : zero + share * (one - zero)
                if withMean { model.mean[column] = mean }
                guard withStd else { continue }
                let variance =
                    share * (one - mean) * (one - mean) + (1 - share) * (zero - mean) * (zero - mean)
                guard variance.isFinite else { throw Self.squaresOverflow(column) }
                model.scale[column] = Self.scale(variance: variance, mean: mean, weight: total)
            }
        }
        return model
    }
}

extension FittedStandardScaler: FittedEncodedRowsTransformer {
    /// Maps each row to `(row - mean) / scale`.
    ///
    /// - Complexity: O(rows × dense columns + columns).
    package func transform(_ x: EncodedRows) throws -> EncodedRows {
        try checkColumns(of: x)
        let places = Dictionary(uniqueKeysWithValues: x.denseColumns.enumerated().map { ($1, $0) })
        let dense =
            x.denseColumns.isEmpty
            ? x.dense
            : x.dense.shifted(
                by: x.denseColumns.map { mean[$0] }, dividedBy: x.denseColumns.map { scale[$0] }
            ).settingMissing(columnsWithoutValues?.compactMap { places[$0] })
        let blocks = x.blocks.map { block in
            func scaled(_ values: [Double]?, _ value: Double) -> [Double] {
                (0..<block.width).map {
                    ((values?[$0] ?? value) - mean[block.start + $0]) / scale[block.start + $0]
                }
            }
            return block.with(
                values: .init(zeros: scaled(block.values?.zeros, 0), ones: scaled(block.values?.ones, 1)))
        }
        return EncodedRows(
            rows: x.rows, columns: x.columns, dense: dense, denseColumns: x.denseColumns, blocks: blocks)
    }
}
