import Learning
import LinearAlgebra
import TaskGraph

// What tasks are likely to take, from the shapes of the data on. What is wrong by a factor is corrected by
// what the first tasks of a name take (see `MeasuredCosts`).

extension FeatureSource {
    /// No time: the data are there.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate { .table(features.rows, features.columns, 0) }
}

extension TargetSource {
    /// No time: the data are there.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate { .table(target.count, 1, 0) }
}

extension TakeRows {
    /// A copy.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let columns = inputs.first?.columns ?? 1
        return .table(indices.count, columns, 1e-6 + 1e-9 * Double(indices.count) * Double(columns))
    }
}

extension Fit {
    /// What the estimator says; the columns are those that the model gives.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = (inputs.first?.rows ?? 0, inputs.first?.columns ?? 0)
        let fit = estimator.estimate(rows: rows, columns: columns)
        return TaskEstimate(seconds: fit.seconds, bytes: fit.modelBytes, columns: fit.outputColumns)
    }
}

extension Transform {
    /// A pass over the rows, and over the model for each.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        guard inputs.count == 2 else { return TaskEstimate(seconds: 1e-3) }
        return .table(inputs[1].rows, inputs[0].columns, .answering(inputs[0], inputs[1], perByte: 6e-12))
    }
}

extension Predict {
    /// A pass over the rows, and over the model for each.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        guard inputs.count == 2 else { return TaskEstimate(seconds: 1e-3) }
        return .table(inputs[1].rows, 1, .answering(inputs[0], inputs[1], perByte: 4e-11))
    }
}

extension Score {
    /// A pass over the predictions.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        TaskEstimate(seconds: 2e-6 + 5e-9 * Double(inputs.first?.rows ?? 0))
    }
}

extension FitPath {
    /// What the estimators say, all of them.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        .path(estimators, rows: inputs.first?.rows ?? 0, columns: inputs.first?.columns ?? 0)
    }
}

extension FitPathFromGram {
    /// What the estimators say of fits to as many rows and one column: the kernel is known.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        .path(estimators, rows: inputs.first?.columns ?? 0, columns: 1)
    }
}

extension InnerProducts {
    /// A product of the rows with each other.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let train = inputs.first?.rows ?? 0
        let all = inputs.reduce(0) { $0 + $1.rows }
        let columns = Double(inputs.first?.columns ?? 1)
        return .table(all, train, 1e-10 * Double(all) * Double(train) * columns)
    }
}

extension Gram {
    /// A pass over the products.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let (rows, columns) = (inputs.first?.rows ?? 0, inputs.first?.columns ?? 0)
        return TaskEstimate(
            seconds: 3e-9 * Double(rows) * Double(columns), bytes: 4 * rows * columns, rows: rows,
            columns: columns)
    }
}

extension Project {
    /// A product of the rows with the map.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        guard inputs.count == 3 else { return TaskEstimate(seconds: 1e-3) }
        let (rows, columns) = (inputs[1].rows, inputs[2].columns)
        return .table(rows, columns, 2e-9 * Double(rows) * Double(inputs[0].columns))
    }
}

extension RowSetSource {
    /// No time: the indices are there.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate { .table(indices.count, 1, 0) }
}

extension Pick {
    /// No more than a look.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        TaskEstimate(seconds: 1e-6, bytes: 8 * (inputs.first?.rows ?? 0), rows: inputs.first?.rows ?? 0)
    }
}

extension TaskEstimate {
    /// Of the fits of several estimators.
    fileprivate static func path(_ estimators: [any Estimator], rows: Int, columns: Int) -> TaskEstimate {
        let fits = estimators.map { $0.estimate(rows: rows, columns: columns) }
        return TaskEstimate(
            seconds: fits.reduce(0) { $0 + $1.seconds }, bytes: fits.reduce(0) { $0 + $1.modelBytes },
            rows: rows, columns: columns)
    }

    /// Of a task that gives a table of so many rows and columns.
    fileprivate static func table(_ rows: Int, _ columns: Int, _ seconds: Double) -> TaskEstimate {
        TaskEstimate(seconds: seconds, bytes: 8 * rows * columns, rows: rows, columns: columns)
    }
}

extension Double {
    /// How long a model takes to tell something of each row, where it takes `perByte` seconds for each of its
    /// bytes.
    fileprivate static func answering(_ model: TaskEstimate, _ table: TaskEstimate, perByte: Double) -> Double
    {
        let rows = Double(table.rows)
        return 2e-6 + 1e-9 * rows * Double(table.columns) + perByte * rows * Double(model.bytes)
    }
}
