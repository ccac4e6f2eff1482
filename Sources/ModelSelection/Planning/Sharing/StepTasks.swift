import Learning
import TaskGraph

/// Inserts the tasks of steps: fits, and the spaces after them.
struct StepTasks {
    var graph = TaskGraph()
    var spaces: Spaces
    let memory: MemoryPlan
    private let sharing: Bool

    /// The number of fits to rows although their estimator could share more, by reason.
    private(set) var fallbacks: [SearchPlan.Fallback: Int] = [:]

    /// Inserts the table and its splits.
    ///
    /// - Parameter sharing: Whether steps use the sharing traits.
    init(
        _ sources: FeatureSources, _ target: WeightedTarget, _ splits: [Split], _ memory: MemoryPlan,
        sharing: Bool = true
    ) {
        spaces = Spaces(TableTasks(sources, target, splits, in: &graph), composesMaps: sharing)
        self.memory = memory
        self.sharing = sharing
    }

    /// Returns a variant of a step, and registers its operations.
    ///
    /// - Parameter family: The nested variants, including this one; nil if there are no others.
    mutating func variant(
        _ estimator: any Estimator, smallColumnsMatter: Bool, family: StepVariant.Family? = nil
    ) -> StepVariant {
        StepVariant(
            estimator: estimator,
            fit: graph.register(typed: Fit(estimator: estimator, memoryBudget: memory.perTask)),
            transform: graph.register(typed: Transform(kind: type(of: estimator).kind)),
            crossFit: (estimator as? any CrossFittedTransformer).map {
                graph.register(typed: CrossFit(estimator: $0, memoryBudget: memory.perTask))
            },
            smallColumnsMatter: smallColumnsMatter, family: family)
    }

    /// Returns all variants of a step, and registers their operations.
    ///
    /// - Parameter families: The nested variants of the step, among all candidates.
    mutating func variants(
        _ estimators: [any Estimator], _ families: StepVariant.Families, smallColumnsMatter: Bool
    ) -> [StepVariant] {
        estimators.map {
            variant($0, smallColumnsMatter: smallColumnsMatter, family: families.family(of: $0))
        }
    }

    /// Returns the space after a variant of a transforming step.
    mutating func space(after previous: Int, _ variant: StepVariant, _ summaries: SummaryTasks?) -> Int {
        guard let family = variant.family, let nested = variant.estimator as? any NestedEstimator else {
            let fit = fit(variant, previous, summaries)
            return spaces.append(variant, fittedBy: fit, after: previous)
        }
        let largest = fitLargest(of: family, variant, previous, summaries)
        let cover = spaces.append(variant, fittedBy: largest.reading(), after: previous)
        let fit = graph.insert(
            Restrict(estimator: nested, place: family.place), Restrict.Inputs(fit: largest))
        return spaces.append(variant, fittedBy: fit.reading(), after: previous, cover: cover)
    }

    /// Returns the task that fits a variant to the training rows of a space.
    mutating func fit(
        _ variant: StepVariant, _ previous: Int, _ summaries: SummaryTasks?
    ) -> TaskInput<FittedStep> {
        if let fit = fitToSummary([variant.estimator], variant, previous, summaries) { return fit.reading() }
        let target = spaces.targets(previous, .train, in: &graph)
        if sharing, variant.estimator is any RowPanelEstimator,
            !spaces.areCodesRead(previous, by: variant.estimator)
        {
            let panels = spaces.panels(previous, in: &graph)
            return graph.insert(variant.fit, Fit.Inputs(panels: panels, target: target)).reading()
        }
        let x = spaces.rows(previous, .train, readBy: variant.estimator, in: &graph)
        return graph.insert(variant.fit, Fit.Inputs(features: x, target: target)).reading()
    }

    /// Returns the task that fits the largest possible of several nested variants.
    private mutating func fitLargest(
        of family: StepVariant.Family, _ variant: StepVariant, _ previous: Int, _ summaries: SummaryTasks?
    ) -> TaskInput<NestedFit> {
        if let fit = fitToSummary(family.estimators, variant, previous, summaries) { return fit.reading() }
        let target = spaces.targets(previous, .train, in: &graph)
        let x = spaces.rows(previous, .train, in: &graph)
        return graph.insert(
            FitLargest(estimators: family.estimators, memoryBudget: memory.perTask),
            FitLargest.Inputs(x: x, target: target))
    }

    /// Returns the task that fits an estimator, or the largest possible of several, to a summary; nil if there is none.
    private mutating func fitToSummary(
        _ estimators: [any Estimator], _ variant: StepVariant, _ previous: Int, _ summaries: SummaryTasks?
    ) -> TaskInput<any Sendable>? {
        summaryInputs(variant.estimator, previous, summaries).map { inputs in
            graph.insert(
                FitFromSummary(
                    estimators: estimators, memoryBudget: memory.perTask,
                    smallColumnsMatter: variant.smallColumnsMatter),
                inputs)
        }
    }

    /// Returns the inputs of a fit to a summary; nil if there is none, which is recorded if it is due to the table.
    mutating func summaryInputs(
        _ estimator: any Estimator, _ space: Int, _ summaries: SummaryTasks?
    ) -> FitFromSummary.Inputs? {
        guard let summaries else { return nil }
        if let inputs = summaries.inputs(estimator, space, of: &spaces, in: &graph) { return inputs }
        if let reason = summaries.reasonAgainstSummary(of: estimator, spaces[space]) {
            noteFallback(of: estimator, reason)
        }
        return nil
    }

    /// Records that a fit of an estimator reads rows.
    mutating func noteFallback(of estimator: any Estimator, _ reason: String) {
        fallbacks[SearchPlan.Fallback(step: type(of: estimator).kind, reason: reason), default: 0] += 1
    }
}
