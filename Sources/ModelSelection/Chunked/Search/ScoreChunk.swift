import Learning
import LinearAlgebra
import TaskGraph

/// Predicts rows of a chunk, and summarises the predictions for scorers.
struct ScoreChunk: TypedOperation {
    struct Inputs: TaskInputList {
        let model: TaskInput<any FittedModel>
        let x: TaskInput<Features>
        let y: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { ($0.model, $0.x, $0.y) }
    }

    /// The kinds of predictions that the scorers need.
    let kinds: PredictionKinds

    /// The names of the classes; empty for numbers.
    let names: [String]

    let name = "score-chunk"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(Int(kinds.rawValue))
        encoder.beginList(count: names.count)
        for name in names { encoder.append(name) }
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> ScoreSummary {
        let truth = try inputs.y.target(names: names, row: 0)
        return ScoreSummary(of: try inputs.model.predictions(for: inputs.x, kinds: kinds), truth)
    }

    /// Estimates a pass over the rows.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.x.shape
        let width = max(1, names.count)
        return TaskEstimate(
            seconds: 1e-5 + 1e-9 * Double(rows) * Double(columns + 10 * width), bytes: 8 * width * width,
            workBytes: 8 * rows * (width + 2))
    }
}

/// Adds up summaries of predictions, in the order of the chunks.
struct MergeScores: TypedOperation {
    struct Inputs: TaskInputList {
        let parts: [TaskInput<ScoreSummary>]

        static let order = TaskInputOrder(Inputs.init) { $0.parts }
    }

    let name = "merge-scores"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> ScoreSummary {
        let parts = try inputs.parts
        guard var total = parts.first else { preconditionFailure("there is at least one part") }
        for part in parts.dropFirst() { total.add(part) }
        return total
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        TaskEstimate(seconds: 1e-6 * Double(inputs.all.count))
    }
}
