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
        return .fit(estimator.estimate(rows: rows, columns: columns), rows, columns, budget: memoryBudget)
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
        return .answers(1, inputs[1].rows, .answering(inputs[0], inputs[1], perByte: 4e-11))
    }
}

extension Score {
    /// A pass over the predictions.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        TaskEstimate(seconds: 2e-6 + 5e-9 * Double(inputs.first?.rows ?? 0))
    }
}

extension ScorePath {
    /// A pass over the predictions of each.
    func estimate(for inputs: [TaskEstimate]) -> TaskEstimate {
        let count = inputs.first?.entries ?? 1
        let rows = Double(inputs.first?.rows ?? 0)
        return TaskEstimate(seconds: 2e-6 + Double(count) * (1e-6 + 5e-9 * rows), entries: count)
    }
}

extension TaskEstimate {
    /// Of a task that fits one model to so many rows and columns and is given a budget for more than a copy of them.
    static func fit(_ fit: FitEstimate, _ rows: Int, _ columns: Int, budget: Int) -> TaskEstimate {
        TaskEstimate(
            seconds: fit.seconds, bytes: fit.modelBytes,
            workBytes: min(fit.workBytes, 8 * rows * columns + max(0, budget)), columns: fit.outputColumns)
    }

    /// Of a task that asks so many models of so many rows: what is predicted, and what it is made of.
    static func answers(_ models: Int, _ rows: Int, _ seconds: Double) -> TaskEstimate {
        TaskEstimate(
            seconds: seconds, bytes: 8 * models * rows, workBytes: 16 * models * rows, rows: rows, columns: 1,
            entries: models)
    }

    /// Of a task that gives a table of so many rows and columns.
    static func table(_ rows: Int, _ columns: Int, _ seconds: Double) -> TaskEstimate {
        TaskEstimate(seconds: seconds, bytes: 8 * rows * columns, rows: rows, columns: columns)
    }
}

extension Double {
    /// How long a model takes to tell something of each row, where it takes `perByte` seconds for each of its
    /// bytes.
    static func answering(
        _ model: TaskEstimate, _ table: TaskEstimate, perByte: Double
    ) -> Double {
        let rows = Double(table.rows)
        return 2e-6 + 1e-9 * rows * Double(table.columns) + perByte * rows * Double(model.bytes)
    }
}
