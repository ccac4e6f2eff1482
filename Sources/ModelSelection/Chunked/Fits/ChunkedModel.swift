import Learning
import TaskGraph

/// A fitted step, and how the tasks of later passes read it.
struct ChunkedModel: Sendable {
    /// The kind of the step.
    let kind: String

    let model: any FittedModel
    private let source: Source

    private enum Source {
        /// The session has the model as the result of a task.
        case held(TaskKey, by: any Submission)

        /// The model was computed between passes.
        case own(FittedStepSource)
    }

    /// A hash of what determines the model.
    var key: TaskKey {
        switch source {
        case .held(let key, _): key
        case .own(let source): source.key
        }
    }

    /// A model that a task of a submission fitted.
    init(_ kind: String, _ model: any FittedModel, key: TaskKey, of submission: any Submission) {
        (self.kind, self.model) = (kind, model)
        source = .held(key, by: submission)
    }

    /// A model that was fitted between passes.
    ///
    /// - Parameter key: A hash of what determines the model.
    init(_ kind: String, _ model: any FittedModel, key: TaskKey) {
        (self.kind, self.model) = (kind, model)
        source = .own(FittedStepSource(model: model, key: key))
    }

    /// Inserts the model.
    func insert(into graph: inout TaskGraph) -> TaskInput<any FittedModel> {
        switch source {
        case .held(let key, let submission): TaskInput(graph.insert(known: key, of: submission))
        case .own(let source): TaskInput(graph.insert(source, inputs: []))
        }
    }
}

/// A model that was fitted in this process.
struct FittedStepSource: DataSource {
    let model: any FittedModel

    /// A hash of what determines the model.
    let key: TaskKey

    let name = "fitted-step"
    var value: any Sendable { model }

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(key) }
}
