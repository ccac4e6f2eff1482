import Learning
import LinearAlgebra
import TaskGraph

// Estimates of sharing tasks. A summary or a Gram matrix is described like a table, by the rows and columns it covers.

extension OriginOf {
    /// Estimates a pass over the table.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.features.shape
        return .table(1, columns, 1e-9 * Double(rows) * Double(columns))
    }
}

extension Summarize {
    /// Estimates a pass over the rows, and with products of columns, their product with themselves.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.rows.rows, inputs.features.columns)
        let (n, d) = (Double(rows), Double(columns))
        let products = detail == .products ? 5e-11 * n * d * d : 0
        return .summary(rows, columns, hasProducts: detail == .products, 5e-6 + 4e-9 * n * d + products)
    }
}

extension SummarizeColumns {
    /// Estimates a few passes over the columns, and a copy of their numbers if the summary has them.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.rows.rows, inputs.features.columns)
        let seconds = 5e-6 + 3e-8 * Double(rows) * Double(columns)
        guard type.growsWithRows else { return .summary(rows, columns, hasProducts: false, seconds) }
        return .table(rows, columns, seconds)
    }
}

extension MergeSummaries {
    /// Estimates a pass over all summaries.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let parts = inputs.parts
        let bytes = parts.reduce(0) { $0 + $1.bytes }
        var estimate = parts.first ?? TaskEstimate(seconds: 0)
        estimate.rows = parts.reduce(0) { $0 + $1.rows }
        if type.growsWithRows { estimate.bytes = bytes }
        estimate.seconds = 2e-6 + 2e-10 * Double(bytes)
        return estimate
    }
}

extension MapSummary {
    /// Estimates the products of columns, multiplied by the map from both sides.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.summary.shape
        let kept = inputs.step.columns
        let (d, k) = (Double(columns), Double(kept))
        return .summary(rows, kept, hasProducts: true, 5e-6 + 1e-10 * d * k * (d + k))
    }
}

extension RestrictSummary {
    /// Estimates a copy of the remaining columns.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let kept = inputs.step.columns
        return .summary(
            inputs.summary.rows, kept, hasProducts: true, 2e-6 + 1e-9 * Double(kept) * Double(kept))
    }
}

extension FitFromSummary {
    /// Returns the first estimator's estimate for as many rows as columns, because a summary is no larger.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let columns = inputs.summary.columns
        let fit = estimators[0].estimate(rows: columns, columns: columns)
        return TaskEstimate(seconds: fit.seconds, bytes: fit.modelBytes, columns: fit.outputColumns)
    }
}

extension FitPathFromSummary {
    /// Returns the estimators' estimates for as many rows as columns.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let columns = inputs.summary.columns
        return .path(
            estimators.map { $0.estimate(rows: columns, columns: columns) }, columns, columns, memoryBudget)
    }
}

extension FitLargest {
    /// Returns the first estimator's estimate; the others are used only if it cannot be fitted.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.x.shape
        return .fit(
            estimators[0].estimate(rows: rows, columns: columns), rows, columns, budget: memoryBudget)
    }
}

extension Restrict {
    /// Estimates a copy of the remaining outputs.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let columns = inputs.fit.columns
        let kept = estimator.estimate(rows: columns, columns: columns).outputColumns
        let bytes = inputs.fit.bytes * kept / max(1, columns)
        return TaskEstimate(seconds: 5e-6 + 1e-9 * Double(bytes), bytes: bytes, columns: kept)
    }
}

extension ComposeMaps {
    /// Estimates a product of the two maps.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let bytes = max(inputs.before?.bytes ?? 0, inputs.step.bytes)
        return TaskEstimate(
            seconds: 2e-6 + 1e-9 * Double(bytes), bytes: bytes, columns: inputs.step.columns)
    }
}

extension Project {
    /// Estimates a product of the rows with the map.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns, kept) = (inputs.rows.rows, inputs.features.columns, inputs.map?.columns ?? 0)
        let (n, d) = (Double(rows), Double(columns))
        return .table(rows, kept, 2e-6 + 2e-9 * n * d + 1e-10 * n * d * Double(kept))
    }
}

extension ArrangeRows {
    /// Estimates a product of the rows with the map, or a copy.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.rows?.rows ?? inputs.x.rows, inputs.x.columns)
        let (n, d) = (Double(rows), Double(columns))
        let product = inputs.map.map { 1e-10 * n * d * Double($0.columns) } ?? 0
        return .table(rows, inputs.map?.columns ?? columns, 2e-6 + 2e-9 * n * d + product)
    }
}

extension FirstColumns {
    /// Estimates a copy.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, kept) = (inputs.x.rows, inputs.step.columns)
        return .table(rows, kept, 1e-6 + 1e-9 * Double(rows) * Double(kept))
    }
}

extension RowSetSource {
    /// Returns no time: the indices are in memory.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate { .table(indices.count, 1, 0) }
}

extension InnerProducts {
    /// Estimates a product of the rows with each other, unless short rows are stored instead.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (train, columns) = inputs.train.shape
        let others = inputs.others?.rows ?? 0
        var estimate = TaskEstimate.products(
            of: others, with: train, columns, isHeld: columns >= OtherProducts.leastColumnsHeld)
        let ofTrain = TaskEstimate.products(
            of: train, with: train, columns, isHeld: columns >= RowProducts.leastColumnsHeld)
        estimate.rows += train
        estimate.seconds += ofTrain.seconds
        estimate.bytes += ofTrain.bytes
        return estimate
    }
}

extension InnerProductsOfOthers {
    /// Estimates a product of the other rows with the training rows, or their norms.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (train, columns) = inputs.train.shape
        return .products(
            of: inputs.others.rows, with: train, columns,
            isHeld: isHeld && columns >= OtherProducts.leastColumnsHeld)
    }
}

extension Gram {
    /// Estimates a pass over the products of the training rows, which are computed if they are not stored.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, train) = inputs.products.shape
        let columns = inputs.train.columns
        let multiplying = columns < RowProducts.leastColumnsHeld ? 1e-10 * Double(columns) : 0
        return .gram(rows, train, Double(train) * Double(train) * (2e-9 + multiplying))
    }
}

extension GramOfRows {
    /// Estimates a product of the rows with each other, and a pass over it.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (train, columns) = inputs.train.shape
        let all = train + inputs.others.rows
        return .gram(
            all, train, Double(all) * Double(train) * (3e-9 + 1e-10 * Double(columns)))
    }
}

extension ViewGram {
    /// Estimates the indices of the training rows; the elements are not copied.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let train = inputs.train.rows
        return TaskEstimate(
            seconds: 1e-6 + 1e-8 * Double(train), bytes: 8 * train, rows: train, columns: train)
    }
}

extension FitPath {
    /// Returns the estimates of all estimators.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.x.rows, inputs.columns?.columns ?? inputs.x.denseColumns)
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
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let train = inputs.gram.columns
        var estimate = TaskEstimate.path(
            estimators.map { $0.estimate(rows: train, columns: 1) }, train, 1, memoryBudget)
        estimate.workBytes = min(4 * train * train, memoryBudget)
        return estimate
    }
}

extension PredictPath {
    /// Estimates a pass over the rows, and over the models for each row.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (models, x) = (inputs.models, inputs.x)
        return .predictions(models.entries, x.rows, .predicting(models, x, perByte: 4e-11))
    }
}

extension PredictPathFromGram {
    /// Estimates a pass over the matrix's other rows, and over the models for each; with given products, also their
    /// kernel.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let models = inputs.models
        var kernel = 0.0
        var predicted = inputs.gram
        if let others = inputs.others {
            predicted = others
            kernel = 3e-9 * Double(others.rows) * Double(others.columns)
        } else {
            predicted.rows -= predicted.columns
        }
        return .predictions(
            models.entries, predicted.rows, kernel + .predicting(models, predicted, perByte: 4e-11))
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

    /// Estimates a task that returns the products of some rows with training rows, or the rows.
    fileprivate static func products(
        of rows: Int, with train: Int, _ columns: Int, isHeld: Bool
    ) -> TaskEstimate {
        let count = Double(rows) * Double(train)
        return TaskEstimate(
            seconds: isHeld ? 1e-10 * count * Double(columns) : 1e-9 * Double(rows) * Double(columns),
            bytes: 8 * rows * (isHeld ? train : columns), rows: rows, columns: train)
    }

    /// Estimates a task that returns a Gram matrix, whose first rows are those of the columns.
    fileprivate static func gram(_ rows: Int, _ columns: Int, _ seconds: Double) -> TaskEstimate {
        TaskEstimate(
            seconds: seconds, bytes: GramMatrix.bytes(train: columns),
            rows: rows,
            columns: columns)
    }
}
