import ChunkedMatrices
import ChunkedTables
import Learning
import TaskGraph

extension OperationRegistry {
    /// The registry of all operations and values of searches over Trellis's own steps, and of chunked matrices and tables.
    public static let standard = learning(steps: .standard)

    /// Creates the registry of all operations and values of searches over the given steps, and of chunked matrices and tables.
    ///
    /// - Parameters:
    ///   - steps: The steps that pipelines may contain, such as `.standard.adding(MyScaler.self)`.
    ///   - scorers: Custom scorers, in addition to those of `Scorer.all`.
    public static func learning(steps: StepRegistry, scorers: [Scorer] = []) -> OperationRegistry {
        var registry = OperationRegistry()
        registry.addRowOperations()
        registry.addImportance(steps: steps, scorers: Scorer.all + scorers)
        for step in steps.types {
            registry.add(step)
            registry.addShared(step)
        }
        for scorer in Scorer.all + scorers { registry.add(scorer) }
        registry.addData()
        registry.addPredictions()
        registry.addSharedOperations()
        registry.addGrams(of: steps.types)
        registry.addSharedValues()
        registry.addChunkedMatrices()
        registry.addChunkedTables()
        registry.addChunkedFits()
        return registry
    }

    private mutating func addRowOperations() {
        add(operation: "take-rows") { TakeRows(indices: try $0.readInts()) }
        add(operation: "join-columns", version: 2) { JoinColumns(keepsCodes: try $0.readBool()) }
        add(operation: "expand-codes") { _ in ExpandCodes() }
        add(operation: "predict") { Predict(kinds: try PredictionKinds(from: &$0)) }
        add(operation: "require-scores") { _ in RequireScores() }
        add(operation: "gather-scores") { _ in GatherScores() }
    }

    /// Registers the operations and the model of one kind of step.
    private mutating func add<Step: Estimator>(_ step: Step.Type) {
        add(operation: "fit-\(Step.kind)", version: Step.version) { parameters, settings in
            Fit(estimator: try Step(from: &parameters), memoryBudget: try settings.readInt())
        }
        add(operation: "transform-\(Step.kind)") { _ in Transform(kind: Step.kind) }
        if let type = Step.self as? any CrossFittedTransformer.Type { addCrossFit(type) }
        add(codable: "model-\(Step.kind)", of: Step.Model.self, version: Step.version)
    }

    private mutating func addCrossFit<Step: CrossFittedTransformer>(_ step: Step.Type) {
        add(operation: "cross-fit-\(Step.kind)", version: Step.version) { parameters, settings in
            CrossFit(estimator: try Step(from: &parameters), memoryBudget: try settings.readInt())
        }
    }

    private mutating func add(_ scorer: Scorer) {
        if scorer.hasTakenName { fatalError("\(SearchError.scorerNameTaken(name: scorer.name))") }
        add(operation: "score-\(scorer.name)", version: scorer.version) { (_: inout CanonicalDecoder) in
            Score(scorer: scorer)
        }
        add(operation: "score-path-\(scorer.name)", version: scorer.version) { (_: inout CanonicalDecoder) in
            ScorePath(scorer: scorer)
        }
    }
}
