import Learning
import LinearAlgebra
import TaskGraph

extension SharedTasks {
    /// The tasks that fit a group of last steps in one split and predict with the models.
    struct Leaf {
        /// The task that fits the group.
        let fit: TaskID

        /// The predictions for the test rows: a batch, or for a plain fit a single output.
        let test: TaskID

        /// The predictions for the training rows, if they are scored.
        let train: TaskID?

        /// Whether the predictions are a batch with an entry for each candidate.
        let isBatch: Bool

        /// The order of the training rows.
        let order: Side
    }

    /// Inserts the tasks of one group of a grid.
    mutating func leaf(
        _ group: Int, of groups: LeafGroups, after space: Int?, _ split: Int, _ kinds: PredictionKinds,
        trainScores: Bool
    ) -> Leaf {
        let first = groups.firstEstimator(of: group)
        if let estimator = first as? any KernelEstimator, takesGramMatrix(estimator) {
            let gram = gram(estimator, space, split)
            let operation = leafFit(group, of: groups, .gram) {
                FitPathFromGram(estimators: $0, memoryBudget: $1)
            }
            let fit = graph.insert(operation, inputs: gram.matrix, targets(split, .sortedTrain))
            let predict = PredictPathFromGram(kinds: kinds)
            let others = gram.hasTest ? [] : [products(of: .test, space, split)]
            return Leaf(
                fit: fit, test: insert(predict, [fit, gram.matrix] + others),
                train: trainScores
                    ? insert(predict, [fit, gram.matrix, products(of: .sortedTrain, space, split)]) : nil,
                isBatch: true, order: .sortedTrain)
        }
        if let inputs = summaryInputs(first, space, split) {
            let operation = leafFit(group, of: groups, .summary) {
                FitPathFromSummary(estimators: $0, memoryBudget: $1)
            }
            let fit = graph.insert(operation, inputs: inputs)
            return batch(fit, space, split, kinds, trainScores: trainScores)
        }
        let y = targets(split, .train)
        if first is any RowPanelEstimator {
            let operation = leafFit(group, of: groups, .rows) { FitPath(estimators: $0, memoryBudget: $1) }
            let cut = space.flatMap { spaces[$0].cover == nil ? nil : [spaces[$0].fit] } ?? []
            let fit = graph.insert(operation, inputs: [panels(space, split), y] + cut)
            return batch(fit, space, split, kinds, trainScores: trainScores)
        }
        let x = rows(space, split, .train)
        guard first is any PathEstimator else {
            let operation = leafFit(group, of: groups, .plainRows) {
                Fit(estimator: $0[0], memoryBudget: $1)
            }
            let fit = graph.insert(operation, inputs: x, y)
            let predict = Predict(kinds: kinds)
            return Leaf(
                fit: fit, test: graph.insert(predict, inputs: [fit, rows(space, split, .test)]),
                train: trainScores ? graph.insert(predict, inputs: [fit, x]) : nil, isBatch: false,
                order: .train)
        }
        let operation = leafFit(group, of: groups, .rows) { FitPath(estimators: $0, memoryBudget: $1) }
        let fit = graph.insert(operation, inputs: x, y)
        return batch(fit, space, split, kinds, trainScores: trainScores)
    }

    /// Inserts the task that scores a leaf's predictions against targets.
    mutating func score(_ predictions: TaskID, _ targets: TaskID, _ leaf: Leaf, by scorer: Scorer) -> TaskID {
        leaf.isBatch
            ? insert(ScorePath(scorer: scorer), [predictions, targets])
            : graph.insert(Score(scorer: scorer), inputs: [predictions, targets])
    }

    private mutating func batch(
        _ fit: TaskID, _ space: Int?, _ split: Int, _ kinds: PredictionKinds, trainScores: Bool
    ) -> Leaf {
        let predict = PredictPath(kinds: kinds)
        let test = insert(predict, [fit, rows(space, split, .test)])
        let train = trainScores ? insert(predict, [fit, rows(space, split, .train)]) : nil
        return Leaf(fit: fit, test: test, train: train, isBatch: true, order: .train)
    }

    /// Returns whether an estimator is fitted to a Gram matrix; if not, records the fallback to rows.
    private mutating func takesGramMatrix(_ estimator: any KernelEstimator) -> Bool {
        let memory = kernels == .onDemand ? "Gram matrices exceed the memory budget" : nil
        guard let reason = estimator.reasonAgainstGramMatrix ?? memory else { return true }
        noteFallback(of: estimator, reason)
        return false
    }

    /// Returns the Gram matrix of an estimator's kernel in a space, and whether the test rows are its other rows.
    private mutating func gram(
        _ estimator: any KernelEstimator, _ space: Int?, _ split: Int
    ) -> (matrix: TaskID, hasTest: Bool) {
        let source =
            estimator.fixedKernel.map(KernelSource.fixed)
            ?? .rule((estimator as? any PathEstimator)?.kernelRepresentative ?? estimator)
        if space == nil, case .fixed = source, holdsWhole {
            let all = graph.insert(TakeRows(indices: whole.order), inputs: [features])
            let gram = insert(Gram(source: source), [insert(InnerProducts(), [all]), all])
            let places = whole.places
            let train = splits[split].byClass.sorted.map { places[$0] }
            return (insert(ViewGram(), [gram, rowSet(train)]), false)
        }
        let train = rows(space, split, .sortedTrain)
        let test = rows(space, split, .test)
        let matrix =
            kernels == .ofProducts
            ? insert(Gram(source: source), [insert(InnerProducts(), [train, test]), train])
            : insert(GramOfRows(source: source), [train, test])
        return (matrix, true)
    }

    /// Returns the products of the rows of one side with the training rows.
    private mutating func products(of side: Side, _ space: Int?, _ split: Int) -> TaskID {
        insert(
            InnerProductsOfOthers(isHeld: holdsOthers),
            [rows(space, split, .sortedTrain), rows(space, split, side)])
    }
}

extension PathEstimator {
    /// The estimator that represents the whole path, if it has a kernel.
    fileprivate var kernelRepresentative: (any KernelEstimator)? {
        pathRepresentative as? any KernelEstimator
    }
}
