import Learning
import LinearAlgebra
import TaskGraph

extension SharedPlanner {
    /// The predictions of one group of last steps in one split.
    private struct Leaf {
        /// The predictions for the test rows.
        let test: LeafPredictions

        /// The predictions for the training rows, if they are scored.
        let train: LeafPredictions?

        /// The order of the training rows.
        let order: Side
    }

    /// The predictions of a plain fit, or of a path, with an entry for each candidate.
    private enum LeafPredictions {
        case one(TaskInput<Predict.Output>)
        case batch(TaskInput<Batch<Predict.Output>>)

        var isBatch: Bool {
            switch self {
            case .one: false
            case .batch: true
            }
        }

        var task: TaskID {
            switch self {
            case .one(let predictions): predictions.task
            case .batch(let predictions): predictions.task
            }
        }
    }

    /// Fits a group of last steps in every split, and scores it.
    mutating func insertLeaf(
        _ group: Int, of fits: inout LeafFits, _ chains: inout Chains, _ summaries: SummaryTasks
    ) -> Chains.ScoredLeaf {
        var isBatch = false
        for split in chains.spaces.indices {
            let space = chains.end(split, in: &steps.spaces)
            let leaf = leaf(group, of: &fits, space, summaries)
            isBatch = leaf.test.isBatch
            if options.predictions != nil { scores.append(prediction: leaf.test.task) }
            let truth = steps.spaces.targets(space, .test, in: &steps.graph)
            for task in scoreTasks(leaf.test, truth) { scores.append(task) }
            guard let train = leaf.train else { continue }
            let trainTruth = steps.spaces.targets(space, leaf.order, in: &steps.graph)
            for task in scoreTasks(train, trainTruth) { scores.append(train: task) }
        }
        let leaf = Chains.ScoredLeaf(row: scores.rowCount - 1, isBatch: isBatch)
        chains.insert(leaf, of: group)
        return leaf
    }

    /// Inserts the tasks that score predictions, by scorer.
    private mutating func scoreTasks(
        _ predictions: LeafPredictions, _ truth: TaskInput<WeightedTarget>
    ) -> [TaskID] {
        switch predictions {
        case .one(let predictions):
            let inputs = Score.Inputs(predictions: predictions, truth: truth)
            return leaves.scores.map { steps.graph.insert($0, inputs).task }
        case .batch(let predictions):
            let inputs = ScorePath.Inputs(predictions: predictions, truth: truth)
            return leaves.pathScores.map { steps.graph.insert($0, inputs).task }
        }
    }

    /// Inserts the tasks that fit a group of last steps in a space and predict with the models.
    private mutating func leaf(
        _ group: Int, of fits: inout LeafFits, _ space: Int, _ summaries: SummaryTasks
    ) -> Leaf {
        let first = fits.groups.firstEstimator(of: group)
        let predictors = leaves.predictors(of: first, in: &steps.graph)
        if let estimator = first as? any KernelEstimator {
            guard let reason = kernels.reasonAgainstGram(of: estimator) else {
                let gram = kernels.gram(estimator, space, of: &steps.spaces, in: &steps.graph)
                return leaf(gram, fits.pathToGram(group, in: &steps.graph), space, predictors)
            }
            steps.noteFallback(of: estimator, reason)
        }
        if let inputs = steps.summaryInputs(first, space, summaries) {
            let fit = steps.graph.insert(fits.pathToSummary(group, in: &steps.graph), inputs)
            return leaf(fit, space, predictors, of: first)
        }
        let target = steps.spaces.targets(space, .train, in: &steps.graph)
        if first is any RowPanelEstimator, !steps.spaces.areCodesRead(space, by: first) {
            let fit = fits.pathToRows(group, in: &steps.graph)
            let columns = steps.spaces[space].cover == nil ? nil : steps.spaces[space].step?.fit
            let panels = steps.spaces.panels(space, in: &steps.graph)
            let inputs = FitPath.Inputs(panels: panels, target: target, columns: columns)
            return leaf(steps.graph.insert(fit, inputs), space, predictors, of: first)
        }
        let x = steps.spaces.rows(space, .train, readBy: first, in: &steps.graph)
        guard first is any PathEstimator else {
            let fit = steps.graph.insert(
                fits.toRows(group, in: &steps.graph), Fit.Inputs(features: x, target: target))
            return leaf(fit, x, space, predictors, of: first)
        }
        let fit = steps.graph.insert(
            fits.pathToRows(group, in: &steps.graph), FitPath.Inputs(x: x, target: target))
        return leaf(fit, space, predictors, of: first)
    }

    /// Inserts the predictions of a plain fit.
    private mutating func leaf(
        _ fit: TaskInput<any FittedModel>, _ x: TaskInput<Features>, _ space: Int,
        _ predictors: LeafOperations.Predictors, of estimator: any Estimator
    ) -> Leaf {
        func rows(_ side: Side, _ steps: inout StepTasks) -> TaskInput<Features> {
            steps.spaces.rows(space, side, readBy: estimator, in: &steps.graph)
        }
        let test = steps.graph.insert(
            predictors.one, Predict.Inputs(model: fit, x: rows(.test, &steps)))
        let scored = options.trainScores ? rows(.scoredTrain, &steps) : x
        let train =
            options.trainScores
            ? steps.graph.insert(predictors.one, Predict.Inputs(model: fit, x: scored)) : nil
        return Leaf(test: .one(test), train: train.map(LeafPredictions.one), order: .train)
    }

    /// Inserts the predictions of a path that is fitted to rows or to a summary.
    private mutating func leaf(
        _ fit: TaskInput<Batch<any FittedModel>>, _ space: Int, _ predictors: LeafOperations.Predictors,
        of estimator: any Estimator
    ) -> Leaf {
        func predictions(_ side: Side, _ steps: inout StepTasks) -> LeafPredictions {
            let x = steps.spaces.rows(space, side, readBy: estimator, in: &steps.graph)
            return .batch(steps.graph.insert(predictors.path, PredictPath.Inputs(models: fit, x: x)))
        }
        let test = predictions(.test, &steps)
        return Leaf(
            test: test, train: options.trainScores ? predictions(.scoredTrain, &steps) : nil, order: .train)
    }

    /// Inserts the fit of a path to a Gram matrix, and its predictions.
    private mutating func leaf(
        _ gram: KernelTasks.GramTask, _ operation: RegisteredOperation<FitPathFromGram>, _ space: Int,
        _ predictors: LeafOperations.Predictors
    ) -> Leaf {
        let target = steps.spaces.targets(space, .sortedTrain, in: &steps.graph)
        let fit = steps.graph.insert(operation, FitPathFromGram.Inputs(gram: gram.matrix, target: target))
        func predictions(
            _ others: TaskInput<OtherProducts>?, _ graph: inout TaskGraph
        ) -> LeafPredictions {
            let inputs = PredictPathFromGram.Inputs(models: fit, gram: gram.matrix, others: others)
            return .batch(graph.insert(predictors.pathFromGram, inputs))
        }
        let others =
            gram.hasTest ? nil : kernels.products(of: .test, space, of: &steps.spaces, in: &steps.graph)
        let test = predictions(others, &steps.graph)
        guard options.trainScores else { return Leaf(test: test, train: nil, order: .sortedTrain) }
        let order: Side = steps.spaces[space].isCrossFitted ? .scoredTrain : .sortedTrain
        let own = kernels.products(of: order, space, of: &steps.spaces, in: &steps.graph)
        return Leaf(test: test, train: predictions(own, &steps.graph), order: order)
    }
}
