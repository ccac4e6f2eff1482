import Learning
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
    private var transforms: [String: OperationID] = [:]
    private let search: GridSearch

    /// The tasks of one split that all candidates share.
    private struct Rows {
        var trainX, testX, trainY, testY: TaskID
    }

    /// The tasks of one step of a candidate in one split.
    private struct Link {
        /// The fit, and the model's result for the test rows: the prediction, for the last step.
        let fit, test: TaskID

        /// The model's result for the training rows; nil for the last step.
        let train: TaskID?
    }

    /// A registered variant of a step.
    private struct Variant {
        let fit: OperationID
        let transform: OperationID
    }

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
        let features = graph.insert(source, inputs: [])
        let target = graph.insert(TargetSource(target: data.target), inputs: [])
        let cuts = splits.map {
            (graph.register(TakeRows(indices: $0.train)), graph.register(TakeRows(indices: $0.test)))
        }
        let predict = graph.register(Predict(kinds: kinds))
        let scorers = search.scorers(for: data.target.problem)
        let scores = scorers.map { graph.register(Score(scorer: $0)) }
        var tasks = ScoreTasks(
            splitCount: splits.count, scorerCount: scorers.count, hasTrain: search.trainScores)

        for grid in space.alternatives {
            let variants = try grid.variants.map { variants in
                try variants.estimators.enumerated().map { index, estimator in
                    try context.checkCancellation(at: index)
                    return register(estimator)
                }
            }
            let depth = variants.count
            var chosen = [Int](repeating: -1, count: depth)
            var next = chosen
            // For each split, the links of the previous candidate's chain.
            var chains = [[Link]](repeating: [], count: splits.count)
            var rows: [Rows?] = Array(repeating: nil, count: splits.count)
            for combination in 0..<grid.count {
                try context.checkCancellation(at: combination)
                grid.variantIndices(of: combination, into: &next)
                let firstNew = search.merging ? zip(chosen, next).prefix { $0 == $1 }.count : 0
                swap(&chosen, &next)
                for split in splits.indices {
                    let chain = (grid.start + combination) * splits.count + split
                    let salt = search.merging ? nil : UInt64(chain + 1)
                    let own = search.merging ? rows[split] : nil
                    let start = own ?? cut(cuts[split], features, target, salt)
                    rows[split] = start
                    let kept = chains[split].prefix(min(firstNew, depth - 1))
                    chains[split].removeLast(chains[split].count - kept.count)
                    for step in kept.count..<depth {
                        chains[split].append(
                            link(
                                variants[step][chosen[step]], after: chains[split].last, start, salt,
                                predict: step == depth - 1 ? predict : nil))
                    }
                    let leaf = chains[split][depth - 1]
                    for score in scores {
                        tasks.append(graph.insert(score, inputs: leaf.test, start.testY, salt: salt))
                    }
                    if search.trainScores {
                        let x = self.rows(after: chains[split].dropLast().last, start).train
                        let predictions = graph.insert(predict, inputs: leaf.fit, x, salt: salt)
                        for score in scores {
                            tasks.append(
                                train: graph.insert(score, inputs: predictions, start.trainY, salt: salt))
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
            scores: tasks, gathered: gathered, reasons: [:], fallbacks: [:])
    }

    /// Returns the rows that the step after a link reads.
    private func rows(after link: Link?, _ start: Rows) -> (train: TaskID, test: TaskID) {
        guard let link, let train = link.train else { return (start.trainX, start.testX) }
        return (train, link.test)
    }

    private mutating func register(_ estimator: any Estimator) -> Variant {
        let kind = type(of: estimator).kind
        let transform = transforms[kind] ?? graph.register(Transform(kind: kind))
        transforms[kind] = transform
        return Variant(
            fit: graph.register(Fit(estimator: estimator, memoryBudget: fitBudget)),
            transform: transform)
    }

    /// Inserts the tasks that take one split's rows.
    private mutating func cut(
        _ cut: (train: OperationID, test: OperationID), _ features: TaskID, _ target: TaskID, _ salt: UInt64?
    ) -> Rows {
        Rows(
            trainX: graph.insert(cut.train, inputs: features, salt: salt),
            testX: graph.insert(cut.test, inputs: features, salt: salt),
            trainY: graph.insert(cut.train, inputs: target, salt: salt),
            testY: graph.insert(cut.test, inputs: target, salt: salt))
    }

    /// Inserts the tasks of one step in one split.
    private mutating func link(
        _ variant: Variant, after previous: Link?, _ start: Rows, _ salt: UInt64?, predict: OperationID?
    ) -> Link {
        let (trainX, testX) = rows(after: previous, start)
        let fit = graph.insert(variant.fit, inputs: trainX, start.trainY, salt: salt)
        let train = predict == nil ? graph.insert(variant.transform, inputs: fit, trainX, salt: salt) : nil
        let test = graph.insert(predict ?? variant.transform, inputs: fit, testX, salt: salt)
        return Link(fit: fit, test: test, train: train)
    }
}
