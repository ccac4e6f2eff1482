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
    private let options: SearchOptions

    /// The targets of one split, which all candidates share.
    private struct Targets {
        let train, test: TaskInput<WeightedTarget>
    }

    /// The rows of one split after some steps: a matrix or typed columns.
    private struct Rows {
        let train, test: TaskInput<Features>

        /// The training rows, transformed like new rows.
        let scored: TaskInput<Features>
    }

    /// A registered variant of a step.
    private struct Variant {
        let fit: RegisteredOperation<Fit>
        let transform: RegisteredOperation<Transform>

        /// The operation that transforms the training rows; nil if they are transformed like new rows.
        let crossFit: RegisteredOperation<CrossFit>?
    }

    /// The chain of tasks of one candidate in one split.
    private struct Chain {
        let cut: Cut

        /// The salt of the tasks' keys; nil if equal tasks are merged.
        var salt: UInt64?

        var targets: Targets?

        /// The rows of each source of features; nil where no step has read them.
        var sources: [Rows?]

        /// The rows after each step except the last; nil for a step of a branch without columns.
        var steps: [Rows?] = []

        /// The rows of all branches side by side, with and without codes; nil if no step has read them.
        var joined: [Bool: Rows] = [:]
    }

    /// The operations that take the training and the test rows of one split.
    private typealias Cut = (train: RegisteredOperation<TakeRows>, test: RegisteredOperation<TakeRows>)

    /// The memory budget of one fit, in bytes.
    private let fitBudget: Int
    private let context: PlanningContext

    init(_ options: SearchOptions, workers: Int, in context: PlanningContext) {
        self.options = options
        self.context = context
        fitBudget = MemoryPlan(budget: options.memoryBudget, workers: workers).perTask
    }

    static func plan(
        _ space: CandidateSpace, _ options: SearchOptions, _ data: Dataset, groups: Labels?, workers: Int,
        in context: PlanningContext
    ) throws -> SearchPlan {
        let requests = try options.check(space, data)
        let sources = try FeatureSources(of: space.pipeline, data)
        try options.checkContent(
            space, data.features.profile, names: data.featureNames, sources.layout)
        let splitter = options.splitter(for: data.target.problem)
        let scorers = options.scorers(for: data.target.problem).count
        func requireRoom(splits: Int) throws {
            try options.requireRoom(
                candidates: space.count, splits: splits, rows: data.features.rows, scorers: scorers)
        }
        try requireRoom(splits: splitter.splitCount(rows: data.features.rows) ?? 1)
        let splits = try splitter.splits(rows: data.features.rows, target: data.target, groups: groups)
        try Split.check(splits, rows: data.features.rows, weights: data.weights, of: splitter)
        try requireRoom(splits: splits.count)
        try context.checkCancellation()
        // One candidate of a list that cannot be fitted fails by itself.
        if !space.isList { try options.checkFits(space, data, sources, splits) }
        let warnings = splitter.warnings(rows: data.features.rows, target: data.target, groups: groups)
        var stored = try options.store.map { try StoredSearch($0, space, options, data, splits) }
        let space = space.isList ? space : try stored?.remaining(in: context) ?? space
        if options.merging, options.sharing {
            var planner = SharedPlanner(
                options, data, sources, splits, space, requests, workers: workers, in: context)
            return try planner.lower(warnings, stored)
        }
        var planner = Planner(options, workers: workers, in: context)
        return try planner.lower(space, data, sources, splits, requests, warnings, stored)
    }

    private mutating func lower(
        _ space: CandidateSpace, _ data: Dataset, _ sources: FeatureSources, _ splits: [Split],
        _ requests: PredictionRequests, _ warnings: [String], _ stored: StoredSearch?
    ) throws -> SearchPlan {
        let features = sources.sources.map { TaskInput<Features>(graph.insert($0, inputs: [])) }
        let origins = StepOrigins(space.pipeline, sources.layout)
        let codes = JoinedCodes(space, origins)
        let target = TaskInput<WeightedTarget>(
            graph.insert(TargetSource(target: WeightedTarget(of: data)), inputs: []))
        let cuts: [Cut] = splits.map {
            (
                graph.register(typed: TakeRows(indices: $0.train)),
                graph.register(typed: TakeRows(indices: $0.test))
            )
        }
        let scorers = options.scorers(for: data.target.problem)
        let scores = scorers.map { graph.register(typed: Score(scorer: $0)) }
        var tasks = ScoreTasks(
            splitCount: splits.count, scorerCount: scorers.count, hasTrain: options.trainScores)

        for grid in space.alternatives {
            let variants = try grid.variants.map { variants in
                try variants.estimators.enumerated().map { index, estimator in
                    try context.checkCancellation(at: index)
                    return register(estimator)
                }
            }
            let last = variants.count - 1
            let predicts = grid.variants[last].estimators.map {
                graph.register(typed: Predict(kinds: requests.kinds(of: $0)))
            }
            var chosen = [Int](repeating: -1, count: variants.count)
            var next = chosen
            // For each split, the chain of the previous candidate.
            var chains = cuts.map { Chain(cut: $0, sources: features.map { _ in nil }) }
            for combination in 0..<grid.count {
                try context.checkCancellation(at: combination)
                grid.variantIndices(of: combination, into: &next)
                let firstNew = zip(chosen, next).prefix { $0 == $1 }.count
                swap(&chosen, &next)
                for split in splits.indices {
                    let number = (grid.start + combination) * splits.count + split
                    let salt = options.merging ? nil : UInt64(number + 1)
                    if !options.merging {
                        chains[split] = Chain(
                            cut: cuts[split], salt: salt, sources: features.map { _ in nil })
                    }
                    let y = chains[split].targets ?? take(cuts[split], ofTarget: target, salt)
                    chains[split].targets = y
                    let kept = min(firstNew, chains[split].steps.count)
                    chains[split].steps.removeLast(chains[split].steps.count - kept)
                    if kept < last { chains[split].joined = [:] }
                    for step in kept..<last {
                        let keepsCodes = codes.areRead(by: grid.variants[step].estimators[chosen[step]])
                        let rows = origins.ofStep[step].map {
                            self.rows($0, of: &chains[split], features, origins, keepsCodes: keepsCodes)
                        }
                        chains[split].steps.append(
                            rows.map { transform($0, by: variants[step][chosen[step]], y.train, salt) })
                    }
                    let x = rows(
                        origins.ofStep[last] ?? .source(0), of: &chains[split], features, origins,
                        keepsCodes: codes.areRead(by: grid.variants[last].estimators[chosen[last]]))
                    let model = graph.insert(
                        variants[last][chosen[last]].fit, Fit.Inputs(features: x.train, target: y.train),
                        salt: salt)
                    let predict = predicts[chosen[last]]
                    let predictions = graph.insert(
                        predict, Predict.Inputs(model: model, x: x.test), salt: salt)
                    if options.predictions != nil { tasks.append(prediction: predictions.task) }
                    for score in scores {
                        let inputs = Score.Inputs(predictions: predictions, truth: y.test)
                        tasks.append(graph.insert(score, inputs, salt: salt).task)
                    }
                    if options.trainScores {
                        let predictions = graph.insert(
                            predict, Predict.Inputs(model: model, x: x.scored), salt: salt)
                        for score in scores {
                            let inputs = Score.Inputs(predictions: predictions, truth: y.train)
                            tasks.append(train: graph.insert(score, inputs, salt: salt).task)
                        }
                    }
                }
                tasks.addCandidate(row: tasks.rowCount - 1, entry: nil)
            }
        }
        let isGathered = options.errorScore == .raise && options.racing == nil && stored == nil
        let gathered = isGathered ? graph.gather(tasks) : nil
        return SearchPlan(
            graph: graph, splitCount: splits.count, scorers: scorers,
            warnings: warnings, sources: sources, space: space, distinctSplits: DistinctSplits(cuts),
            rowCounts: SplitRowCounts(splits),
            scores: tasks, gathered: gathered, stored: stored, fallbacks: [:])
    }

    private mutating func register(_ estimator: any Estimator) -> Variant {
        let kind = type(of: estimator).kind
        let transform = transforms[kind] ?? graph.register(typed: Transform(kind: kind))
        transforms[kind] = transform
        return Variant(
            fit: graph.register(typed: Fit(estimator: estimator, memoryBudget: fitBudget)),
            transform: transform,
            crossFit: (estimator as? any CrossFittedTransformer).map {
                graph.register(typed: CrossFit(estimator: $0, memoryBudget: fitBudget))
            })
    }

    /// Returns the rows that a step reads, and inserts their tasks.
    ///
    /// - Parameter keepsCodes: Whether the step reads the codes of encoded rows of all branches.
    private mutating func rows(
        _ origin: StepOrigins.Origin, of chain: inout Chain, _ features: [TaskInput<Features>],
        _ origins: StepOrigins, keepsCodes: Bool
    ) -> Rows {
        switch origin {
        case .step(let step):
            if let rows = chain.steps[step] { return rows }
            return rows(.source(0), of: &chain, features, origins, keepsCodes: keepsCodes)
        case .source(let source):
            let rows = chain.sources[source] ?? take(chain.cut, of: features[source], chain.salt)
            chain.sources[source] = rows
            return rows
        case .join:
            if let joined = chain.joined[keepsCodes] { return joined }
            let ends = origins.branchEnds.map {
                rows($0, of: &chain, features, origins, keepsCodes: keepsCodes)
            }
            let joined = join(ends, chain.salt, keepsCodes: keepsCodes)
            chain.joined[keepsCodes] = joined
            return joined
        }
    }

    /// Inserts the tasks that put the outputs of branches side by side.
    private mutating func join(_ ends: [Rows], _ salt: UInt64?, keepsCodes: Bool) -> Rows {
        func joined(_ side: KeyPath<Rows, TaskInput<Features>>) -> TaskInput<Features> {
            let blocks = ends.map { $0[keyPath: side] }
            return graph.insert(
                JoinColumns(keepsCodes: keepsCodes), JoinColumns.Inputs(blocks: blocks), salt: salt
            ).reading()
        }
        let train = joined(\.train)
        let isCrossFitted = ends.contains { $0.train != $0.scored }
        return Rows(
            train: train, test: joined(\.test),
            scored: isCrossFitted && options.trainScores ? joined(\.scored) : train)
    }

    /// Inserts the tasks that take one split's rows.
    private mutating func take(_ cut: Cut, of features: TaskInput<Features>, _ salt: UInt64?) -> Rows {
        let table = features.reading(as: (any RowCollection).self)
        let train = graph.insert(cut.train, of: table, salt: salt).reading(as: Features.self)
        return Rows(
            train: train, test: graph.insert(cut.test, of: table, salt: salt).reading(), scored: train)
    }

    /// Inserts the tasks that take the targets of one split's rows.
    private mutating func take(_ cut: Cut, ofTarget target: TaskInput<WeightedTarget>, _ salt: UInt64?)
        -> Targets
    {
        Targets(
            train: graph.insert(cut.train, of: target, salt: salt),
            test: graph.insert(cut.test, of: target, salt: salt))
    }

    /// Inserts the tasks of one transforming step in one split.
    private mutating func transform(
        _ x: Rows, by variant: Variant, _ target: TaskInput<WeightedTarget>, _ salt: UInt64?
    ) -> Rows {
        let model = graph.insert(variant.fit, Fit.Inputs(features: x.train, target: target), salt: salt)
        func rows(_ x: TaskInput<Features>) -> TaskInput<Features> {
            graph.insert(variant.transform, Transform.Inputs(step: model.reading(), x: x), salt: salt)
                .reading()
        }
        let train =
            variant.crossFit.map {
                graph.insert($0, CrossFit.Inputs(x: x.train, target: target), salt: salt).reading()
            } ?? rows(x.train)
        let isCrossFitted = variant.crossFit != nil || x.train != x.scored
        return Rows(
            train: train, test: rows(x.test),
            scored: isCrossFitted && options.trainScores ? rows(x.scored) : train)
    }
}
