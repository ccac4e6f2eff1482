import Learning
import TaskGraph

extension GridSearch {
    /// Fits a candidate's pipeline to all data, with ordinary tasks.
    func refitted(
        _ candidate: CandidateResult, _ features: FeatureSource, _ data: Dataset,
        on scheduler: any Scheduler
    ) async throws -> FittedPipeline {
        let (graph, fits) = refitGraph(candidate.pipeline, features, data)
        let run = try await scheduler.run(
            graph, outputs: fits, memoryLimit: memoryBudget, observer: nil)
        let steps = try zip(candidate.pipeline.steps, fits).map { step, fit in
            do {
                let model = try run.value(of: fit, as: (any FittedModel).self)
                return FittedPipeline.Step(name: step.name, estimator: step.estimator, model: model)
            } catch let failure as TaskFailure {
                throw SearchError.refitFailed(parameters: "\(candidate.parameters)", failure: failure)
            }
        }
        return FittedPipeline(steps: steps, data: data)
    }

    /// Returns the tasks that fit a pipeline to all data, and those among them that fit its steps.
    func refitGraph(
        _ pipeline: Pipeline, _ features: FeatureSource, _ data: Dataset
    ) -> (graph: TaskGraph, fits: [TaskID]) {
        let estimators = pipeline.steps.map(\.estimator)
        var graph = TaskGraph()
        let x = graph.insert(features, inputs: [])
        let y = graph.insert(TargetSource(target: data.target), inputs: [])
        let fits =
            merging && sharing
            ? sharedFits(estimators, data, x, y, in: &graph) : plainFits(estimators, x, y, in: &graph)
        return (graph, fits)
    }

    /// Inserts a fit of each step to the output of the previous steps.
    private func plainFits(
        _ estimators: [any Estimator], _ features: TaskID, _ y: TaskID, in graph: inout TaskGraph
    ) -> [TaskID] {
        var x = features
        var fits: [TaskID] = []
        for estimator in estimators {
            let fit = graph.insert(Fit(estimator: estimator, memoryBudget: memoryBudget), inputs: [x, y])
            fits.append(fit)
            x = graph.insert(Transform(kind: type(of: estimator).kind), inputs: [fit, x])
        }
        return fits
    }

    /// Inserts the fits with sharing traits.
    ///
    /// The candidate shares with no other, but its steps share the passes over the rows.
    private func sharedFits(
        _ estimators: [any Estimator], _ data: Dataset, _ x: TaskID, _ y: TaskID,
        in graph: inout TaskGraph
    ) -> [TaskID] {
        let all = Split(train: Array(0..<data.features.rows), test: [])
        var tasks = SharedTasks(
            graph, x, y, data, [all], memory: MemoryPlan(budget: memoryBudget, workers: 1),
            trainScores: false)
        tasks.begin(estimators)
        var space: Int?
        var fits: [TaskID] = []
        let amplifying = estimators.lastIndex(where: \.amplifiesSmallColumns) ?? 0
        for (place, estimator) in estimators.enumerated() {
            let variant = tasks.variant(estimator, smallColumnsMatter: place < amplifying)
            if place == estimators.count - 1 {
                fits.append(tasks.fit(variant, after: space, 0))
            } else {
                let next = tasks.space(after: space, variant, 0)
                fits.append(tasks.spaces[next].fit)
                space = next
            }
        }
        graph = tasks.graph
        return fits
    }
}
