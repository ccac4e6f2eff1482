import Learning
import LinearAlgebra
import TaskGraph

extension SearchOptions {
    /// Fits a candidate's pipeline to all data, with ordinary tasks.
    func refitted(
        _ candidate: CandidateResult, _ sources: FeatureSources, _ data: Dataset,
        on scheduler: any Scheduler, onEvent: SearchEvent.Handler?
    ) async throws -> FittedPipeline {
        let (graph, fits) = refitGraph(candidate.pipeline, sources, data)
        let run = try await scheduler.run(
            graph, outputs: fits, memoryLimit: memoryBudget,
            onEvent: SearchEvent.runHandler(onEvent))
        let fitted = StepOrigins(candidate.pipeline, sources.layout).activeSteps
        let steps = try zip(fitted, fits).map { step, fit in
            do {
                let model = try run.value(of: fit, as: (any FittedModel).self)
                return FittedPipeline.Step(candidate.pipeline.steps[step], model: model)
            } catch let failure as TaskFailure {
                throw SearchError.refitFailed(parameters: "\(candidate.parameters)", failure: failure)
            }
        }
        return FittedPipeline(
            steps: steps, columns: candidate.pipeline.columns, layout: sources.layout, data: data)
    }

    /// Returns the tasks that fit a pipeline to all data, and those among them that fit its steps.
    ///
    /// The candidate shares with no other, but with sharing, its steps share the passes over the rows.
    func refitGraph(
        _ pipeline: Pipeline, _ sources: FeatureSources, _ data: Dataset
    ) -> (graph: TaskGraph, fits: [TaskID]) {
        let origins = StepOrigins(pipeline, sources.layout)
        let estimators = pipeline.steps.map(\.estimator)
        let all = Split(train: Array(0..<data.target.count), test: [])
        let memory = MemoryPlan(budget: memoryBudget, workers: 1)
        let sharing = merging && sharing
        var steps = StepTasks(sources, WeightedTarget(of: data), [all], memory, sharing: sharing)
        let summaries =
            sharing
            ? SummaryTasks(estimators.map { [$0] }, origins, sources, steps.spaces.table, memory) : nil
        let amplifying = estimators.lastIndex(where: \.amplifiesSmallColumns) ?? 0
        var after: [Int: Int] = [:]
        func space(_ origin: StepOrigins.Origin) -> Int {
            switch origin {
            case .source(let source): steps.spaces.source(source, 0)
            case .step(let step): after[step] ?? 0
            case .join: steps.spaces.join(origins.branchEnds.map(space))
            }
        }
        let fits = origins.activeSteps.map { step in
            let variant = steps.variant(estimators[step], smallColumnsMatter: step < amplifying)
            let before = space(origins.ofStep[step] ?? .source(0))
            let fit = steps.fit(variant, before, summaries)
            after[step] = steps.spaces.append(variant, fittedBy: fit, after: before)
            return fit.task
        }
        return (steps.graph, fits)
    }
}
