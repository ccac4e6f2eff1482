import Learning
import LinearAlgebra
import TaskGraph

/// Converts candidates to tasks, without the sharing traits.
///
/// Every candidate has a chain of tasks in every split: fit, transform the training rows, transform the test rows, …,
/// fit, predict, score. (``SharedPlanner`` creates other tasks for steps with sharing traits.) Inserting tasks into the
/// graph merges equal ones. To be linear in the number of *distinct* tasks, the planner does not even insert the part
/// of a chain that equals the previous candidate's.
struct Planner {
    private var graph = TaskGraph()
    /// The transform operations, by kind of estimator.
    private var transforms: [String: RegisteredOperation<Transform>] = [:]
    private let search: GridSearch

    /// The targets of one split, which all candidates share.
    private struct Targets {
        let train, test: TaskInput<Target>
    }

    /// The rows of one split after some steps.
    private struct Rows {
        let train, test: TaskInput<Matrix>
    }

    /// A registered variant of a step.
    private struct Variant {
        let fit: RegisteredOperation<Fit>
        let transform: RegisteredOperation<Transform>
    }

    /// The operations that take the training and the test rows of one split.
    private typealias Cut = (train: RegisteredOperation<TakeRows>, test: RegisteredOperation<TakeRows>)

    /// The memory budget of one fit, in bytes.
    private let fitBudget: Int
    private let context: PlanningContext

    init(_ search: GridSearch, workers: Int, in context: PlanningContext) {
        self.search = search
        self.context = context
        fitBudget = MemoryPlan(budget: search.memoryBudget, workers: workers).perTask
    }

    static func plan(
        _ search: GridSearch, _ data: Dataset, groups: Labels?, workers: Int, in context: PlanningContext
    ) throws -> SearchPlan {
        let space = try CandidateSpace(search.pipeline, search.grid, in: context)
        let kinds = try search.check(space, data)
        let splitter = search.splitter(for: data.target.problem)
        let scorers = search.scorers(for: data.target.problem).count
        func requireRoom(splits: Int) throws {
            try search.requireRoom(
                candidates: space.count, splits: splits, rows: data.features.rows, scorers: scorers)
        }
        try requireRoom(splits: splitter.splitCount(rows: data.features.rows) ?? 1)
        let splits = try splitter.splits(rows: data.features.rows, target: data.target, groups: groups)
        try Split.check(splits, rows: data.features.rows, of: splitter)
        try requireRoom(splits: splits.count)
        try context.checkCancellation()
        try search.checkFits(space, data, splits)
        let warnings = splitter.warnings(rows: data.features.rows, target: data.target, groups: groups)
        if search.merging, search.sharing {
            var planner = SharedPlanner(search, data, splits, space, kinds, workers: workers, in: context)
            return try planner.lower(warnings)
        }
        var planner = Planner(search, workers: workers, in: context)
        return try planner.lower(space, data, splits, kinds, warnings)
    }

    private mutating func lower(
        _ space: CandidateSpace, _ data: Dataset, _ splits: [Split], _ kinds: PredictionKinds,
        _ warnings: [String]
    ) throws -> SearchPlan {
        let source = FeatureSource(features: data.features)
        let features = TaskInput<Matrix>(graph.insert(source, inputs: []))
        let target = TaskInput<Target>(graph.insert(TargetSource(target: data.target), inputs: []))
        let cuts: [Cut] = splits.map {
            (
                graph.register(typed: TakeRows(indices: $0.train)),
                graph.register(typed: TakeRows(indices: $0.test))
            )
        }
        let predict = graph.register(typed: Predict(kinds: kinds))
        let scorers = search.scorers(for: data.target.problem)
        let scores = scorers.map { graph.register(typed: Score(scorer: $0)) }
        var tasks = ScoreTasks(
            splitCount: splits.count, scorerCount: scorers.count, hasTrain: search.trainScores)

        for grid in space.alternatives {
            let variants = try grid.variants.map { variants in
                try variants.estimators.enumerated().map { index, estimator in
                    try context.checkCancellation(at: index)
                    return register(estimator)
                }
            }
            let last = variants.count - 1
            var chosen = [Int](repeating: -1, count: variants.count)
            var next = chosen
            // For each split, the rows of the table, followed by those after each of the previous candidate's steps.
            var chains = [[Rows]](repeating: [], count: splits.count)
            var targets: [Targets?] = Array(repeating: nil, count: splits.count)
            for combination in 0..<grid.count {
                try context.checkCancellation(at: combination)
                grid.variantIndices(of: combination, into: &next)
                let firstNew = zip(chosen, next).prefix { $0 == $1 }.count
                swap(&chosen, &next)
                for split in splits.indices {
                    let chain = (grid.start + combination) * splits.count + split
                    let salt = search.merging ? nil : UInt64(chain + 1)
                    if !search.merging { (chains[split], targets[split]) = ([], nil) }
                    if chains[split].isEmpty { chains[split] = [take(cuts[split], of: features, salt)] }
                    let y = targets[split] ?? take(cuts[split], ofTarget: target, salt)
                    targets[split] = y
                    chains[split].removeLast(chains[split].count - min(firstNew + 1, chains[split].count))
                    for step in chains[split].count - 1..<last {
                        let rows = chains[split][step]
                        chains[split].append(
                            transform(rows, by: variants[step][chosen[step]], y.train, salt))
                    }
                    let x = chains[split][last]
                    let model = graph.insert(
                        variants[last][chosen[last]].fit, Fit.Inputs(x: x.train, target: y.train), salt: salt)
                    let predictions = graph.insert(
                        predict, Predict.Inputs(model: model, x: x.test), salt: salt)
                    for score in scores {
                        let inputs = Score.Inputs(predictions: predictions, truth: y.test)
                        tasks.append(graph.insert(score, inputs, salt: salt).task)
                    }
                    if search.trainScores {
                        let predictions = graph.insert(
                            predict, Predict.Inputs(model: model, x: x.train), salt: salt)
                        for score in scores {
                            let inputs = Score.Inputs(predictions: predictions, truth: y.train)
                            tasks.append(train: graph.insert(score, inputs, salt: salt).task)
                        }
                    }
                }
                tasks.addCandidate(row: tasks.rowCount - 1, entry: nil)
            }
        }
        let gathered = search.errorScore == .raise ? graph.gather(tasks) : nil
        return SearchPlan(
            graph: graph, splitCount: splits.count, scorers: scorers,
            warnings: warnings, features: source, space: space, distinctSplits: DistinctSplits(cuts),
            scores: tasks, gathered: gathered, fallbacks: [:])
    }

    private mutating func register(_ estimator: any Estimator) -> Variant {
        let kind = type(of: estimator).kind
        let transform = transforms[kind] ?? graph.register(typed: Transform(kind: kind))
        transforms[kind] = transform
        return Variant(
            fit: graph.register(typed: Fit(estimator: estimator, memoryBudget: fitBudget)),
            transform: transform)
    }

    /// Inserts the tasks that take one split's rows.
    private mutating func take(_ cut: Cut, of features: TaskInput<Matrix>, _ salt: UInt64?) -> Rows {
        Rows(
            train: graph.insert(cut.train, of: features, salt: salt),
            test: graph.insert(cut.test, of: features, salt: salt))
    }

    /// Inserts the tasks that take the targets of one split's rows.
    private mutating func take(_ cut: Cut, ofTarget target: TaskInput<Target>, _ salt: UInt64?) -> Targets {
        Targets(
            train: graph.insert(cut.train, of: target, salt: salt),
            test: graph.insert(cut.test, of: target, salt: salt))
    }

    /// Inserts the tasks of one transforming step in one split.
    private mutating func transform(
        _ x: Rows, by variant: Variant, _ target: TaskInput<Target>, _ salt: UInt64?
    ) -> Rows {
        let model = graph.insert(variant.fit, Fit.Inputs(x: x.train, target: target), salt: salt)
        func rows(_ x: TaskInput<Matrix>) -> TaskInput<Matrix> {
            graph.insert(variant.transform, Transform.Inputs(step: model.reading(), x: x), salt: salt)
        }
        return Rows(train: rows(x.train), test: rows(x.test))
    }
}
