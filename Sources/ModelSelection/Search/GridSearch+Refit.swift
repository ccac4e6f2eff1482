import Learning
import LinearAlgebra
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
        return merging && sharing
            ? sharedFits(estimators, features, data.target) : plainFits(estimators, features, data.target)
    }

    /// Inserts a fit of each step to the output of the previous steps.
    private func plainFits(
        _ estimators: [any Estimator], _ features: FeatureSource, _ target: Target
    ) -> (graph: TaskGraph, fits: [TaskID]) {
        var graph = TaskGraph()
        var x = TaskInput<Matrix>(graph.insert(features, inputs: []))
        let y = TaskInput<Target>(graph.insert(TargetSource(target: target), inputs: []))
        var fits: [TaskID] = []
        for estimator in estimators {
            let fit = graph.insert(
                Fit(estimator: estimator, memoryBudget: memoryBudget), Fit.Inputs(x: x, target: y))
            fits.append(fit.task)
            x = graph.insert(
                Transform(kind: type(of: estimator).kind), Transform.Inputs(step: fit.reading(), x: x))
        }
        return (graph, fits)
    }

    /// Inserts the fits with sharing traits.
    ///
    /// The candidate shares with no other, but its steps share the passes over the rows.
    private func sharedFits(
        _ estimators: [any Estimator], _ features: FeatureSource, _ target: Target
    ) -> (graph: TaskGraph, fits: [TaskID]) {
        let all = Split(train: Array(0..<target.count), test: [])
        let memory = MemoryPlan(budget: memoryBudget, workers: 1)
        var steps = StepTasks(features, target, [all], memory)
        let summaries = SummaryTasks(
            estimators, steps.spaces.table, columns: features.features.columns, memory)
        var space = steps.spaces.table(0)
        var fits: [TaskID] = []
        let amplifying = estimators.lastIndex(where: \.amplifiesSmallColumns) ?? 0
        for (place, estimator) in estimators.enumerated() {
            let variant = steps.variant(estimator, smallColumnsMatter: place < amplifying)
            let fit = steps.fit(variant, space, summaries)
            fits.append(fit.task)
            space = steps.spaces.append(variant, fittedBy: fit, after: space)
        }
        return (steps.graph, fits)
    }
}
