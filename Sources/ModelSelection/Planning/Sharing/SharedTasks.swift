import Learning
import LinearAlgebra
import TaskGraph

/// Inserts the tasks of one search that sharing traits allow.
///
/// A *space* is the state of the rows after some steps in one split; nil is the space of the table itself. The rows,
/// maps and summaries of a space are inserted only when a step needs them. For example, after a scaler and a PCA that
/// are fitted to summaries, no step reads the scaled rows, so they are not computed.
struct SharedTasks {
    var graph: TaskGraph
    let features, target: TaskID
    var splits: [SplitTasks]
    let memory: MemoryPlan
    let kernels: MemoryPlan.Kernels

    /// Whether one Gram matrix of all rows, and the products of each split's other rows, fit in memory.
    let holdsWhole, holdsOthers: Bool

    /// The reason for each operation that a plan without sharing does not have, by name.
    private(set) var reasons: [String: String] = [:]

    /// The reason why summaries have no products of columns; nil if they have them on demand.
    private var reasonAgainstProducts: String?

    /// The number of fits to rows although their estimator could share more, by reason.
    private(set) var fallbacks: [SearchPlan.Fallback: Int] = [:]

    let data: Dataset
    private let blocks: FoldBlocks
    private(set) var spaces: [Space] = []

    /// The detail of the summaries of the table's rows, by kind; set for each grid.
    private var details: [String: SummaryDetail] = [:]

    /// All rows of the table sorted by class; created when a kernel first needs it.
    lazy var whole = WholeTable(data.target)

    /// All rows of a table sorted by class, and each row's position in that order.
    struct WholeTable {
        let order, places: [Int]

        init(_ target: Target) {
            order = target.placesByClass(of: Array(0..<target.count))
            var places = order
            for (place, row) in order.enumerated() { places[row] = place }
            self.places = places
        }
    }

    /// The tasks for the rows of spaces, which many steps read.
    private var knownRows: [RowsOfSpace: TaskID] = [:]
    private var knownPanels: [RowsOfSpace: TaskID] = [:]

    /// The tasks for row sets and targets inserted so far; finding a long list of rows by its key requires hashing it.
    private var knownRowSets: [RowSetName: TaskID] = [:]
    private var knownTargets: [RowSetName: TaskID] = [:]

    /// The transform operations, by kind of estimator.
    private var transforms: [String: OperationID] = [:]

    private enum RowSetName: Hashable {
        case side(Side, split: Int)
        case block(Int)
    }

    private struct RowsOfSpace: Hashable {
        let space: Int?
        let split: Int
        let side: Side
    }

    /// The operations that fit groups of last steps, by group; registered once for all splits.
    private var leafFits: [LeafFit: OperationID] = [:]

    /// A group of last steps, and its input.
    struct LeafFit: Hashable {
        let group: Int
        let source: Source

        enum Source { case rows, plainRows, summary, gram }
    }

    /// The state of the rows after a step in one split.
    struct Space {
        let split: Int

        /// The previous space; nil for the table itself.
        let previous: Int?

        /// The kind of the step.
        let kind: String

        /// The task that fits the step.
        let fit: TaskID

        /// The operation that transforms with the step.
        let transform: OperationID

        /// Whether the map from the table to this space is affine.
        let isAffine: Bool

        /// The space of the largest nested model, whose first columns are those of this space.
        var cover: Int?
    }

    init(
        _ graph: TaskGraph, _ features: TaskID, _ target: TaskID, _ data: Dataset, _ splits: [Split],
        memory: MemoryPlan, trainScores: Bool
    ) {
        var graph = graph
        self.features = features
        self.target = target
        self.data = data
        self.memory = memory
        self.splits = splits.map { SplitTasks($0, data.target, in: &graph) }
        self.graph = graph
        blocks = FoldBlocks(splits, rows: data.features.rows)
        let train = splits.map(\.train.count).max() ?? 0
        let largest = MemoryPlan.KernelRows(
            train: train, others: (splits.map(\.test.count).max() ?? 0) + (trainScores ? train : 0))
        kernels = memory.kernels(largest)
        let rows = data.features.rows
        holdsWhole = memory.holdsWhole(rows: rows)
        holdsOthers = kernels == .ofProducts && memory.holdsOthers(rows: rows, largest, splits: splits.count)
    }

    /// Prepares for a grid with the given step types; its summaries have the maximum detail that any of them needs.
    mutating func begin(_ estimators: some Sequence<any Estimator>) {
        details = [:]
        leafFits = [:]
        for estimator in estimators {
            guard let kind = SummaryKind(estimator) else { continue }
            details[kind.type.kind] = max(details[kind.type.kind] ?? .columns, kind.detail)
        }
        let columns = data.features.columns
        let least = splits.map(\.split.train.count).min() ?? 0
        let count = blocks.blocks.count + 2 * splits.count
        reasonAgainstProducts =
            columns >= least
            ? "there are as many columns as training rows"
            : memory.holdsProducts(columns: columns, summaries: count)
                ? nil : "products of columns exceed the memory budget"
        if reasonAgainstProducts != nil { details = details.mapValues { _ in .columns } }
    }

    /// Records that a fit of an estimator reads rows.
    mutating func noteFallback(of estimator: any Estimator, _ reason: String) {
        fallbacks[SearchPlan.Fallback(step: type(of: estimator).kind, reason: reason), default: 0] += 1
    }

    // MARK: - Insertion

    mutating func insert(_ operation: some SharingOperation, _ inputs: [TaskID]) -> TaskID {
        reasons[operation.name] = operation.reason
        return graph.insert(graph.register(operation), inputs: inputs)
    }

    /// Returns the operation that fits a group; `make` creates it from the estimators and a memory budget on first use.
    mutating func leafFit(
        _ group: Int, of groups: LeafGroups, _ source: LeafFit.Source,
        _ make: ([any Estimator], Int) -> any TaskOperation
    ) -> OperationID {
        let key = LeafFit(group: group, source: source)
        if let known = leafFits[key] { return known }
        let operation = make(groups.estimators(of: group), memory.perTask)
        if let shared = operation as? any SharingOperation { reasons[shared.name] = shared.reason }
        let digest = groups.digest(of: operation, group, firstOnly: source == .plainRows)
        let registered = graph.register(operation, digest: digest)
        leafFits[key] = registered
        return registered
    }

    mutating func rowSet(_ indices: [Int]) -> TaskID {
        graph.insert(graph.register(RowSetSource(indices: indices)))
    }

    // MARK: - Rows

    /// Returns the task for the rows of a space.
    mutating func rows(_ space: Int?, _ split: Int, _ side: Side) -> TaskID {
        let key = RowsOfSpace(space: space, split: split, side: side)
        if let known = knownRows[key] { return known }
        let rows = insertRows(space, split, side)
        knownRows[key] = rows
        return rows
    }

    private mutating func insertRows(_ space: Int?, _ split: Int, _ side: Side) -> TaskID {
        if side == .sortedTrain, !splits[split].byClass.isReordered { return rows(space, split, .train) }
        guard let space else {
            switch side {
            case .train: return graph.insert(splits[split].takeTrain, inputs: features)
            case .test: return graph.insert(splits[split].takeTest, inputs: features)
            case .sortedTrain:
                return graph.insert(TakeRows(indices: splits[split].byClass.sorted), inputs: [features])
            }
        }
        let here = spaces[space]
        if let cover = here.cover {
            return insert(FirstColumns(), [rows(cover, split, side), here.fit])
        }
        if let map = map(space) {
            return insert(Project(), [features, rowSet(.side(side, split: split)), map])
        }
        if side == .sortedTrain {
            let permutation = splits[split].byClass.permutation
            return graph.insert(TakeRows(indices: permutation), inputs: [rows(space, split, .train)])
        }
        return graph.insert(here.transform, inputs: here.fit, rows(here.previous, split, side))
    }

    /// Returns the task for the training rows of a space in panels; for nested sizes, with the columns of the largest.
    mutating func panels(_ space: Int?, _ split: Int) -> TaskID {
        if let known = knownPanels[RowsOfSpace(space: space, split: split, side: .train)] { return known }
        let panels = insertPanels(space, split)
        knownPanels[RowsOfSpace(space: space, split: split, side: .train)] = panels
        return panels
    }

    private mutating func insertPanels(_ space: Int?, _ split: Int) -> TaskID {
        if let space, let cover = spaces[space].cover { return panels(cover, split) }
        let rowSet = rowSet(.side(.train, split: split))
        guard let space else { return insert(ArrangeRows(), [features, rowSet]) }
        if let map = map(space) { return insert(ArrangeRows(), [features, rowSet, map]) }
        return insert(ArrangeRows(), [rows(space, split, .train)])
    }

    private mutating func rowSet(_ name: RowSetName) -> TaskID {
        if let known = knownRowSets[name] { return known }
        let rows =
            switch name {
            case .side(.train, let split): rowSet(splits[split].split.train)
            case .side(.test, let split): rowSet(splits[split].split.test)
            case .side(.sortedTrain, let split): rowSet(splits[split].byClass.sorted)
            case .block(let block): rowSet(blocks.blocks[block])
            }
        knownRowSets[name] = rows
        return rows
    }

    /// Returns the task for the targets of a split's rows.
    mutating func targets(_ split: Int, _ side: Side) -> TaskID {
        let name = RowSetName.side(side, split: split)
        if let known = knownTargets[name] { return known }
        let targets = insertTargets(split, side)
        knownTargets[name] = targets
        return targets
    }

    private mutating func insertTargets(_ split: Int, _ side: Side) -> TaskID {
        switch side {
        case .train: return graph.insert(splits[split].takeTrain, inputs: target)
        case .test: return graph.insert(splits[split].takeTest, inputs: target)
        case .sortedTrain:
            guard splits[split].byClass.isReordered else { return targets(split, .train) }
            return graph.insert(TakeRows(indices: splits[split].byClass.sorted), inputs: [target])
        }
    }

    /// Returns the task for the map from the table's rows to a space; nil if it is not affine.
    private mutating func map(_ space: Int) -> TaskID? {
        let here = spaces[space]
        guard here.isAffine else { return nil }
        guard let previous = here.previous else { return insert(ComposeMaps(kind: here.kind), [here.fit]) }
        return map(previous).map { insert(ComposeMaps(kind: here.kind), [$0, here.fit]) }
    }

    // MARK: - Summaries

    /// Returns the task for the summary of a split's training rows in a space; nil if it would require the rows.
    mutating func summary(_ kind: SummaryKind, _ space: Int?, _ split: Int) -> TaskID? {
        guard let detail = details[kind.type.kind], detail >= kind.detail else { return nil }
        guard let space else {
            let origin = insert(OriginOf(), [features, target])
            let summarize = Summarize(type: kind.type, detail: detail)
            let parts = blocks.ofSplit[split].map { block in
                insert(summarize, [features, rowSet(.block(block)), target, origin])
            }
            return parts.count == 1 ? parts[0] : insert(MergeSummaries(type: kind.type), parts)
        }
        let here = spaces[space]
        guard let type = kind.type as? any MappableSummary.Type, here.isAffine else { return nil }
        if let cover = here.cover {
            return summary(kind, cover, split).map { insert(RestrictSummary(type: type), [$0, here.fit]) }
        }
        // A dense map needs products, whatever the next step needs.
        guard detail == .products else { return nil }
        return summary(kind, here.previous, split).map { insert(MapSummary(type: type), [$0, here.fit]) }
    }

    /// Returns a summary and the other inputs of a fit to it: the targets, and the rows in case it is insufficient.
    ///
    /// - Returns: The inputs; nil if there is no summary. If the table, rather than an earlier step, is the reason,
    ///   this is recorded.
    mutating func summaryInputs(
        _ estimator: any Estimator, _ space: Int?, _ split: Int
    ) -> [TaskID]? {
        guard let kind = SummaryKind(estimator) else { return nil }
        guard let summary = summary(kind, space, split) else {
            let isAffine = space.map { spaces[$0].isAffine } ?? true
            if isAffine, let reasonAgainstProducts { noteFallback(of: estimator, reasonAgainstProducts) }
            return nil
        }
        var inputs = [summary, target, features, rowSet(.side(.train, split: split))]
        if let space {
            guard let map = map(space) else { return nil }
            inputs.append(map)
        }
        return inputs
    }

    // MARK: - Steps

    /// Returns a single variant of a step.
    mutating func variant(_ estimator: any Estimator, smallColumnsMatter: Bool) -> StepVariant {
        let kind = type(of: estimator).kind
        let transform = transforms[kind] ?? graph.register(Transform(kind: kind))
        transforms[kind] = transform
        return StepVariant(
            estimator: estimator,
            fit: graph.register(Fit(estimator: estimator, memoryBudget: memory.perTask)),
            transform: transform, smallColumnsMatter: smallColumnsMatter, isAffine: estimator.isAffine)
    }

    /// Returns the space after a variant of a transforming step.
    mutating func space(after previous: Int?, _ variant: StepVariant, _ split: Int) -> Int {
        let before = previous.map { spaces[$0].isAffine } ?? true
        let isAffine = before && variant.isAffine
        guard let family = variant.family, let nested = variant.estimator as? any NestedEstimator else {
            let fit = fit([variant.estimator], variant, previous, split)
            spaces.append(
                Space(
                    split: split, previous: previous, kind: variant.kind, fit: fit,
                    transform: variant.transform,
                    isAffine: isAffine))
            return spaces.count - 1
        }
        let largest = fit(family.estimators, variant, previous, split)
        spaces.append(
            Space(
                split: split, previous: previous, kind: variant.kind, fit: largest,
                transform: variant.transform,
                isAffine: isAffine))
        let fit = insert(Restrict(estimator: nested, place: family.place), [largest])
        spaces.append(
            Space(
                split: split, previous: previous, kind: variant.kind, fit: fit, transform: variant.transform,
                isAffine: isAffine,
                cover: spaces.count - 1))
        return spaces.count - 1
    }

    /// Returns the task that fits a step, as the last of its pipeline.
    mutating func fit(_ variant: StepVariant, after space: Int?, _ split: Int) -> TaskID {
        fit([variant.estimator], variant, space, split)
    }

    /// Returns the task that fits an estimator, or the largest possible of several.
    private mutating func fit(
        _ estimators: [any Estimator], _ variant: StepVariant, _ previous: Int?, _ split: Int
    ) -> TaskID {
        if let inputs = summaryInputs(variant.estimator, previous, split) {
            let fit = FitFromSummary(
                estimators: estimators, memoryBudget: memory.perTask,
                smallColumnsMatter: variant.smallColumnsMatter)
            return insert(fit, inputs)
        }
        let y = targets(split, .train)
        if variant.estimator is any RowPanelEstimator {
            return graph.insert(variant.fit, inputs: panels(previous, split), y)
        }
        let x = rows(previous, split, .train)
        guard estimators.count > 1 else { return graph.insert(variant.fit, inputs: x, y) }
        return insert(FitLargest(estimators: estimators, memoryBudget: memory.perTask), [x, y])
    }
}
