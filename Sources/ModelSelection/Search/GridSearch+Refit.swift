import Learning
import TaskGraph

extension GridSearch {
    /// Fits a candidate's pipeline to all of the data, as tasks like any other.
    func refitted(
        _ candidate: CandidateResult, _ features: FeatureSource, _ data: Supervised,
        on scheduler: any Scheduler,
        observer: any TaskObserver
    ) async throws -> FittedPipeline {
        var graph = TaskGraph()
        var x = graph.insert(features, inputs: [])
        let y = graph.insert(TargetSource(target: data.target), inputs: [])
        var fits: [TaskID] = []
        for step in candidate.pipeline.steps {
            let fit = graph.insert(
                Fit(estimator: step.estimator, memoryBudget: memoryBudget), inputs: [x, y])
            fits.append(fit)
            x = graph.insert(Transform(kind: type(of: step.estimator).kind), inputs: [fit, x])
        }
        let run = try await scheduler.run(graph, outputs: fits, observer: observer)
        let steps = try zip(candidate.pipeline.steps, fits).map { step, fit in
            switch run.outcome(of: fit) {
            case .success(let value):
                let model = try [value].input(0, as: (any FittedModel).self)
                return FittedPipeline.Step(name: step.name, estimator: step.estimator, model: model)
            case .failure(let failure):
                throw SearchError.refitFailed(parameters: "\(candidate.parameters)", failure: failure)
            }
        }
        return FittedPipeline(steps: steps, data: data)
    }
}
