import Learning
import LinearAlgebra
import TaskGraph

// What tasks of sharing are likely to take. A summary, and a Gram matrix, are described as a table is: by the rows and
// columns that they sum up.

extension OriginOf {
    /// A pass over the table.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = inputs.shape(0)
        return .table(1, columns, 1e-9 * Double(rows) * Double(columns))
    }
}

extension Summarize {
    /// A pass over the rows, and their product with themselves where columns' products are summed up.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = (inputs.shape(1).rows, inputs.shape(0).columns)
        let (n, d) = (Double(rows), Double(columns))
        let products = detail == .products ? 5e-11 * n * d * d : 0
        return .summary(rows, columns, hasProducts: detail == .products, 5e-6 + 4e-9 * n * d + products)
    }
}

extension MergeSummaries {
    /// A pass over all of them.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        var estimate = inputs.first ?? TaskEstimate(seconds: 0)
        estimate.rows = inputs.reduce(0) { $0 + $1.rows }
        estimate.seconds = 2e-6 + 2e-10 * Double(inputs.reduce(0) { $0 + $1.bytes })
        return estimate
    }
}

extension MapSummary {
    /// The products of columns, multiplied by the map from both sides.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = inputs.shape(0)
        let kept = inputs.shape(1).columns
        let (d, k) = (Double(columns), Double(kept))
        return .summary(rows, kept, hasProducts: true, 5e-6 + 1e-10 * d * k * (d + k))
    }
}

extension RestrictSummary {
    /// A copy of what is left.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let kept = inputs.shape(1).columns
        return .summary(
            inputs.shape(0).rows, kept, hasProducts: true, 2e-6 + 1e-9 * Double(kept) * Double(kept))
    }
}

extension FitFromSummary {
    /// What the first estimator says of a fit to as many rows as there are columns: a summary is no larger.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let columns = inputs.shape(0).columns
        let fit = estimators[0].estimate(rows: columns, columns: columns)
        return TaskEstimate(seconds: fit.seconds, bytes: fit.modelBytes, columns: fit.outputColumns)
    }
}

extension FitPathFromSummary {
    /// What the estimators say of fits to as many rows as there are columns.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let columns = inputs.shape(0).columns
        return .path(
            estimators.map { $0.estimate(rows: columns, columns: columns) }, columns, columns, memoryBudget)
    }
}

extension FitLargest {
    /// What the first estimator says: the others are there for when it cannot be fitted.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = inputs.shape(0)
        return .fit(
            estimators[0].estimate(rows: rows, columns: columns), rows, columns, budget: memoryBudget)
    }
}

extension Restrict {
    /// A copy of what is left.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let columns = inputs.shape(0).columns
        let kept = estimator.estimate(rows: columns, columns: columns).outputColumns
        let bytes = (inputs.first?.bytes ?? 0) * kept / max(1, columns)
        return TaskEstimate(seconds: 5e-6 + 1e-9 * Double(bytes), bytes: bytes, columns: kept)
    }
}

extension ComposeMaps {
    /// A product of the two maps.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let bytes = inputs.reduce(0) { max($0, $1.bytes) }
        let columns = inputs.last?.columns ?? 0
        return TaskEstimate(seconds: 2e-6 + 1e-9 * Double(bytes), bytes: bytes, columns: columns)
    }
}

extension Project {
    /// A product of the rows with the map.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns, kept) = (inputs.shape(1).rows, inputs.shape(0).columns, inputs.shape(2).columns)
        let (n, d) = (Double(rows), Double(columns))
        return .table(rows, kept, 2e-6 + 2e-9 * n * d + 1e-10 * n * d * Double(kept))
    }
}

extension ArrangeRows {
    /// A product of the rows with the map, or a copy.
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
    /// A copy.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, kept) = (inputs.shape(0).rows, inputs.shape(1).columns)
        return .table(rows, kept, 1e-6 + 1e-9 * Double(rows) * Double(kept))
    }
}

extension RowSetSource {
    /// No time: the indices are there.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate { .table(indices.count, 1, 0) }
}

extension InnerProducts {
    /// A product of the rows with each other.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (train, columns) = inputs.shape(0)
        let all = inputs.reduce(0) { $0 + $1.rows }
        return .table(all, train, 1e-10 * Double(all) * Double(train) * Double(columns))
    }
}

extension InnerProductsOfOthers {
    /// A product of the other rows with the training rows, or their norms.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (train, columns) = inputs.shape(0)
        let others = inputs.shape(1).rows
        return .table(others, train, 1e-10 * Double(others) * Double(train) * Double(columns))
    }
}

extension Gram {
    /// A pass over the products.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = inputs.shape(0)
        return .gram(rows, columns, 3e-9 * Double(rows) * Double(columns))
    }
}

extension GramOfRows {
    /// A product of the rows with each other, and a pass over it.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (train, columns) = inputs.shape(0)
        let all = inputs.reduce(0) { $0 + $1.rows }
        return .gram(
            all, train, Double(all) * Double(train) * (3e-9 + 1e-10 * Double(columns)))
    }
}

extension ViewGram {
    /// The places of the training rows: the elements stay where they are.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let train = inputs.shape(1).rows
        return TaskEstimate(
            seconds: 1e-6 + 1e-8 * Double(train), bytes: 8 * train, rows: train, columns: train)
    }
}

extension FitPath {
    /// What the estimators say, all of them.
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
    /// What the estimators say of fits to as many rows and one column: the kernel is known, but a solver may copy the
    /// rows of it that it reads.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let train = inputs.shape(0).columns
        var estimate = TaskEstimate.path(
            estimators.map { $0.estimate(rows: train, columns: 1) }, train, 1, memoryBudget)
        estimate.workBytes = min(4 * train * train, memoryBudget)
        return estimate
    }
}

extension PredictPath {
    /// A pass over the rows, and over the models for each.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        guard inputs.count == 2 else { return TaskEstimate(seconds: 1e-3) }
        return .answers(
            inputs[0].entries, inputs[1].rows, .answering(inputs[0], inputs[1], perByte: 4e-11))
    }
}

extension PredictPathFromGram {
    /// A pass over the matrix's other rows, and over the models for each; where their products are given, their kernel.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        guard inputs.count > 1 else { return TaskEstimate(seconds: 1e-3) }
        var asked = inputs[inputs.count - 1]
        if inputs.count == 2 { asked.rows -= asked.columns }
        let kernel = inputs.count == 2 ? 0 : 3e-9 * Double(asked.rows) * Double(asked.columns)
        return .answers(
            inputs[0].entries, asked.rows, kernel + .answering(inputs[0], asked, perByte: 4e-11))
    }
}

extension [TaskEstimate] {
    /// The rows and columns of an input, none if it is not there.
    fileprivate func shape(_ position: Int) -> (rows: Int, columns: Int) {
        indices.contains(position) ? (self[position].rows, self[position].columns) : (0, 0)
    }
}

extension TaskEstimate {
    /// Of several fits to the same rows, one after the other.
    fileprivate static func path(
        _ fits: [FitEstimate], _ rows: Int, _ columns: Int, _ budget: Int
    ) -> TaskEstimate {
        TaskEstimate(
            seconds: fits.reduce(0) { $0 + $1.seconds }, bytes: fits.reduce(0) { $0 + $1.modelBytes },
            workBytes: min(fits.map(\.workBytes).max() ?? 0, 8 * rows * columns + max(0, budget)),
            rows: rows, columns: columns, entries: fits.count)
    }

    /// Of a task that gives a summary.
    fileprivate static func summary(
        _ rows: Int, _ columns: Int, hasProducts: Bool, _ seconds: Double
    ) -> TaskEstimate {
        TaskEstimate(
            seconds: seconds, bytes: 8 * columns * (hasProducts ? columns + 4 : 4), rows: rows,
            columns: columns)
    }

    /// Of a task that gives a Gram matrix, whose first rows are the columns'.
    fileprivate static func gram(_ rows: Int, _ columns: Int, _ seconds: Double) -> TaskEstimate {
        TaskEstimate(
            seconds: seconds, bytes: GramMatrix.bytes(train: columns),
            rows: rows,
            columns: columns)
    }
}
