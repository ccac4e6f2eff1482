import Learning
import LinearAlgebra
import TaskGraph

// Estimates of sharing tasks. A summary or a Gram matrix is described like a table, by the rows and columns it covers.

extension OriginOf {
    /// Estimates a pass over the table.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = inputs.shape(0)
        return .table(1, columns, 1e-9 * Double(rows) * Double(columns))
    }
}

extension Summarize {
    /// Estimates a pass over the rows, and with products of columns, their product with themselves.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = (inputs.shape(1).rows, inputs.shape(0).columns)
        let (n, d) = (Double(rows), Double(columns))
        let products = detail == .products ? 5e-11 * n * d * d : 0
        return .summary(rows, columns, hasProducts: detail == .products, 5e-6 + 4e-9 * n * d + products)
    }
}

extension MergeSummaries {
    /// Estimates a pass over all summaries.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        var estimate = inputs.first ?? TaskEstimate(seconds: 0)
        estimate.rows = inputs.reduce(0) { $0 + $1.rows }
        estimate.seconds = 2e-6 + 2e-10 * Double(inputs.reduce(0) { $0 + $1.bytes })
        return estimate
    }
}

extension MapSummary {
    /// Estimates the products of columns, multiplied by the map from both sides.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = inputs.shape(0)
        let kept = inputs.shape(1).columns
        let (d, k) = (Double(columns), Double(kept))
        return .summary(rows, kept, hasProducts: true, 5e-6 + 1e-10 * d * k * (d + k))
    }
}

extension RestrictSummary {
    /// Estimates a copy of the remaining columns.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let kept = inputs.shape(1).columns
        return .summary(
            inputs.shape(0).rows, kept, hasProducts: true, 2e-6 + 1e-9 * Double(kept) * Double(kept))
    }
}

extension FitFromSummary {
    /// Returns the first estimator's estimate for as many rows as columns, because a summary is no larger.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let columns = inputs.shape(0).columns
        let fit = estimators[0].estimate(rows: columns, columns: columns)
        return TaskEstimate(seconds: fit.seconds, bytes: fit.modelBytes, columns: fit.outputColumns)
    }
}

extension FitPathFromSummary {
    /// Returns the estimators' estimates for as many rows as columns.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let columns = inputs.shape(0).columns
        return .path(
            estimators.map { $0.estimate(rows: columns, columns: columns) }, columns, columns, memoryBudget)
    }
}

extension FitLargest {
    /// Returns the first estimator's estimate; the others are used only if it cannot be fitted.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = inputs.shape(0)
        return .fit(
            estimators[0].estimate(rows: rows, columns: columns), rows, columns, budget: memoryBudget)
    }
}

extension Restrict {
    /// Estimates a copy of the remaining outputs.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let columns = inputs.shape(0).columns
        let kept = estimator.estimate(rows: columns, columns: columns).outputColumns
        let bytes = (inputs.first?.bytes ?? 0) * kept / max(1, columns)
        return TaskEstimate(seconds: 5e-6 + 1e-9 * Double(bytes), bytes: bytes, columns: kept)
    }
}

extension ComposeMaps {
    /// Estimates a product of the two maps.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let bytes = inputs.reduce(0) { max($0, $1.bytes) }
        let columns = inputs.last?.columns ?? 0
        return TaskEstimate(seconds: 2e-6 + 1e-9 * Double(bytes), bytes: bytes, columns: columns)
    }
}

extension Project {
    /// Estimates a product of the rows with the map.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns, kept) = (inputs.shape(1).rows, inputs.shape(0).columns, inputs.shape(2).columns)
        let (n, d) = (Double(rows), Double(columns))
        return .table(rows, kept, 2e-6 + 2e-9 * n * d + 1e-10 * n * d * Double(kept))
    }
}

extension ArrangeRows {
    /// Estimates a product of the rows with the map, or a copy.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (all, columns) = inputs.shape(0)
        let rows = inputs.count > 1 ? inputs.shape(1).rows : all
        let kept = inputs.count > 2 ? inputs.shape(2).columns : columns
        let (n, d) = (Double(rows), Double(columns))
        let product = inputs.count > 2 ? 1e-10 * n * d * Double(kept) : 0
        return .table(rows, kept, 2e-6 + 2e-9 * n * d + product)
    }
}

extension FirstColumns {
    /// Estimates a copy.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, kept) = (inputs.shape(0).rows, inputs.shape(1).columns)
        return .table(rows, kept, 1e-6 + 1e-9 * Double(rows) * Double(kept))
    }
}

extension RowSetSource {
    /// Returns no time: the indices are in memory.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate { .table(indices.count, 1, 0) }
}

extension InnerProducts {
    /// Estimates a product of the rows with each other.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (train, columns) = inputs.shape(0)
        let all = inputs.reduce(0) { $0 + $1.rows }
        return .table(all, train, 1e-10 * Double(all) * Double(train) * Double(columns))
    }
}

extension InnerProductsOfOthers {
    /// Estimates a product of the other rows with the training rows, or their norms.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (train, columns) = inputs.shape(0)
        let others = inputs.shape(1).rows
        return .table(others, train, 1e-10 * Double(others) * Double(train) * Double(columns))
    }
}

extension Gram {
    /// Estimates a pass over the products.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = inputs.shape(0)
        return .gram(rows, columns, 3e-9 * Double(rows) * Double(columns))
    }
}

extension GramOfRows {
    /// Estimates a product of the rows with each other, and a pass over it.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (train, columns) = inputs.shape(0)
        let all = inputs.reduce(0) { $0 + $1.rows }
        return .gram(
            all, train, Double(all) * Double(train) * (3e-9 + 1e-10 * Double(columns)))
    }
}

extension ViewGram {
    /// Estimates the indices of the training rows; the elements are not copied.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let train = inputs.shape(1).rows
        return TaskEstimate(
            seconds: 1e-6 + 1e-8 * Double(train), bytes: 8 * train, rows: train, columns: train)
    }
}

extension FitPath {
    /// Returns the estimates of all estimators.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let rows = inputs.shape(0).rows
        let columns = inputs.count > 2 ? inputs.shape(2).columns : inputs.shape(0).columns
        if let readers = estimators as? [any RowPanelEstimator] {
            return .path(
                readers.map { $0.estimate(panelRows: rows, columns: columns) }, rows, columns, memoryBudget)
        }
        return .path(
            estimators.map { $0.estimate(rows: rows, columns: columns) }, rows, columns, memoryBudget)
    }
}

extension FitPathFromGram {
    /// Returns the estimators' estimates for as many rows and one column: the kernel is known, but a solver may copy
    /// the rows that it reads.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let train = inputs.shape(0).columns
        var estimate = TaskEstimate.path(
            estimators.map { $0.estimate(rows: train, columns: 1) }, train, 1, memoryBudget)
        estimate.workBytes = min(4 * train * train, memoryBudget)
        return estimate
    }
}

extension PredictPath {
    /// Estimates a pass over the rows, and over the models for each row.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        guard inputs.count == 2 else { return TaskEstimate(seconds: 1e-3) }
        return .predictions(
            inputs[0].entries, inputs[1].rows, .predicting(inputs[0], inputs[1], perByte: 4e-11))
    }
}

extension PredictPathFromGram {
    /// Estimates a pass over the matrix's other rows, and over the models for each; with given products, also their
    /// kernel.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        guard inputs.count > 1 else { return TaskEstimate(seconds: 1e-3) }
        var predicted = inputs[inputs.count - 1]
        if inputs.count == 2 { predicted.rows -= predicted.columns }
        let kernel = inputs.count == 2 ? 0 : 3e-9 * Double(predicted.rows) * Double(predicted.columns)
        return .predictions(
            inputs[0].entries, predicted.rows, kernel + .predicting(inputs[0], predicted, perByte: 4e-11))
    }
}

extension [TaskEstimate] {
    /// Returns the rows and columns of an input; 0 if it does not exist.
    fileprivate func shape(_ position: Int) -> (rows: Int, columns: Int) {
        indices.contains(position) ? (self[position].rows, self[position].columns) : (0, 0)
    }
}

extension TaskEstimate {
    /// Estimates several fits to the same rows, one after the other.
    fileprivate static func path(
        _ fits: [FitEstimate], _ rows: Int, _ columns: Int, _ budget: Int
    ) -> TaskEstimate {
        TaskEstimate(
            seconds: fits.reduce(0) { $0 + $1.seconds }, bytes: fits.reduce(0) { $0 + $1.modelBytes },
            workBytes: min(fits.map(\.workBytes).max() ?? 0, 8 * rows * columns + max(0, budget)),
            rows: rows, columns: columns, entries: fits.count)
    }

    /// Estimates a task that returns a summary.
    fileprivate static func summary(
        _ rows: Int, _ columns: Int, hasProducts: Bool, _ seconds: Double
    ) -> TaskEstimate {
        TaskEstimate(
            seconds: seconds, bytes: 8 * columns * (hasProducts ? columns + 4 : 4), rows: rows,
            columns: columns)
    }

    /// Estimates a task that returns a Gram matrix, whose first rows are those of the columns.
    fileprivate static func gram(_ rows: Int, _ columns: Int, _ seconds: Double) -> TaskEstimate {
        TaskEstimate(
            seconds: seconds, bytes: GramMatrix.bytes(train: columns),
            rows: rows,
            columns: columns)
    }
}
