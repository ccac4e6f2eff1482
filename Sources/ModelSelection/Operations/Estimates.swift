import Learning
import LinearAlgebra
import TaskGraph

// Task estimates from the shapes of the data. The measured times of the first tasks of each name correct constant
// factors (see `MeasuredCosts`).

extension FeatureSource {
    /// Returns no time: the data is in memory.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate { .table(features.rows, features.columns, 0) }
}

extension TargetSource {
    /// Returns no time: the data is in memory.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        .table(target.target.count, target.weights == nil ? 1 : 2, 0)
    }
}

extension TakeRows {
    /// Estimates a copy of the rows.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let columns = inputs.table.columns
        return .table(indices.count, columns, 1e-6 + 1e-9 * Double(indices.count) * Double(columns))
    }
}

extension Fit {
    /// Returns the estimator's estimate, with the columns of its model's output.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.x.rows, inputs.x.denseColumns)
        if columns < inputs.x.columns, estimator is any EncodedRowsTransformer {
            var fit = estimator.estimate(rows: rows, columns: columns)
            fit.outputColumns = inputs.x.columns
            fit.outputRowBytes = inputs.x.bytes / rows
            return .fit(fit, rows, columns, budget: memoryBudget)
        }
        return .fit(
            estimator.estimate(rows: rows, columns: columns), rows, columns, budget: memoryBudget)
    }
}

extension Transform {
    /// Estimates a pass over the rows, and over the model for each row.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (model, x) = (inputs.step, inputs.x)
        var estimate = TaskEstimate.table(x.rows, model.columns, .predicting(model, x, perByte: 6e-12))
        if let bytes = model.outputRowBytes { estimate.bytes = bytes * x.rows }
        return estimate
    }
}

extension Predict {
    /// Estimates a pass over the rows, and over the model for each row.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (model, x) = (inputs.model, inputs.x)
        return .predictions(1, x.rows, .predicting(model, x, perByte: 4e-11))
    }
}

extension Score {
    /// Estimates a pass over the predictions.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        TaskEstimate(seconds: 2e-6 + 5e-9 * Double(inputs.predictions.rows))
    }
}

extension ScorePath {
    /// Estimates a pass over the predictions of each model.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (count, rows) = (inputs.predictions.entries, Double(inputs.predictions.rows))
        return TaskEstimate(seconds: 2e-6 + Double(count) * (1e-6 + 5e-9 * rows), entries: count)
    }
}

extension TaskEstimate {
    /// The numbers of rows and columns.
    var shape: (rows: Int, columns: Int) { (rows, columns) }

    /// The number of columns of a matrix with as many bytes, which is less than ``columns`` for encoded rows.
    var denseColumns: Int { rows == 0 ? columns : max(1, min(columns, bytes / (8 * rows))) }

    /// Estimates a task that fits one model, with a memory budget for more than a copy of the rows.
    static func fit(_ fit: FitEstimate, _ rows: Int, _ columns: Int, budget: Int) -> TaskEstimate {
        TaskEstimate(
            seconds: fit.seconds, bytes: fit.modelBytes,
            workBytes: min(fit.workBytes, 8 * rows * columns + max(0, budget)), columns: fit.outputColumns,
            outputRowBytes: fit.outputRowBytes)
    }

    /// Estimates a task that predicts with several models: the predictions, and their working memory.
    static func predictions(_ models: Int, _ rows: Int, _ seconds: Double) -> TaskEstimate {
        TaskEstimate(
            seconds: seconds, bytes: 8 * models * rows, workBytes: 16 * models * rows, rows: rows, columns: 1,
            entries: models)
    }

    /// Estimates a task that returns a table.
    static func table(_ rows: Int, _ columns: Int, _ seconds: Double) -> TaskEstimate {
        TaskEstimate(seconds: seconds, bytes: 8 * rows * columns, rows: rows, columns: columns)
    }
}

extension Double {
    /// Returns the time for a model to predict all rows, at `perByte` seconds per row and byte of the model.
    static func predicting(
        _ model: TaskEstimate, _ table: TaskEstimate, perByte: Double
    ) -> Double {
        let rows = Double(table.rows)
        return 2e-6 + 1e-9 * rows * Double(table.columns) + perByte * rows * Double(model.bytes)
    }
}
