import Learning
import LinearAlgebra
import TaskGraph

/// Inserts the tasks of one search that sharing traits make possible.
///
/// A *space* is what the rows are after some steps in one split; the table itself is the space that comes before all.
/// Rows, maps and summaries of a space are inserted when a step asks for them, so that nothing is computed which no step
/// reads: behind a scaler and an analysis of principal components that are fitted to summaries, nobody asks for scaled
/// rows.
struct SharedTasks {
    var graph: TaskGraph
    let features, target: TaskID
    var splits: [SplitTasks]
    let memory: MemoryPlan
    let kernels: MemoryPlan.Kernels

    /// Whether memory allows for one Gram matrix of all rows, and for the products of each split's other rows.
    let holdsWhole, holdsOthers: Bool

    /// Why there are operations that a plan without sharing has not, by name.
    private(set) var reasons: [String: String] = [:]

    /// Why summaries hold no products of columns; nil if they do where they are wanted.
    private var reasonAgainstProducts: String?

    /// The fits that are made of rows although their estimator could share more, by why.
    private(set) var fallbacks: [SearchPlan.Fallback: Int] = [:]

    let data: Dataset
    private let blocks: FoldBlocks
    private(set) var spaces: [Space] = []

    /// How much detail the summaries of the table's rows have, by kind; set for each grid.
    private var details: [String: SummaryDetail] = [:]

    /// All rows of the table sorted by class; made when a kernel first asks for it.
    lazy var whole = WholeTable(data.target)

    /// All rows of a table sorted by class, and each row's place in that order.
    struct WholeTable {
        let order, places: [Int]

        init(_ target: Target) {
            order = target.placesByClass(of: Array(0..<target.count))
            var places = order
            for (place, row) in order.enumerated() { places[row] = place }
            self.places = places
        }
    }

    /// The tasks that give the rows of spaces: many steps read the same rows.
    private var knownRows: [RowsOfSpace: TaskID] = [:]
    private var knownPanels: [RowsOfSpace: TaskID] = [:]

    /// The sets of rows and the targets that were asked for: to find a long list of rows by its key means to hash it.
    private var knownRowSets: [RowSetName: TaskID] = [:]
    private var knownTargets: [RowSetName: TaskID] = [:]

    /// The operations that transform, by the kind of estimator.
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

    /// The operations that fit groups of last steps, by the number of the group: registered once for all splits.
    private var leafFits: [LeafFit: OperationID] = [:]

    /// A group of last steps, and what it is fitted to.
    struct LeafFit: Hashable {
        let group: Int
        let source: Source

        enum Source { case rows, plainRows, summary, gram }
    }

    /// What the rows are after a step in one split.
    struct Space {
        let split: Int

        /// The space before, or nil for the table's own.
        let previous: Int?

        /// The kind of the step.
        let kind: String

        /// The task that fits the step.
        let fit: TaskID

        /// The operation that transforms by it.
        let transform: OperationID

        /// Whether the map from the table to here is affine.
        let isAffine: Bool

        /// The space of the largest of nested models, of which this one's columns are the first.
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

    /// Makes ready for a grid of steps of these types: its summaries have the most detail that any of them wants.
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
                ? nil : "the memory budget has no room for products of columns"
        if reasonAgainstProducts != nil { details = details.mapValues { _ in .columns } }
    }

    /// Notes that a fit of an estimator reads rows.
    mutating func noteFallback(of estimator: any Estimator, _ reason: String) {
        fallbacks[SearchPlan.Fallback(step: type(of: estimator).kind, reason: reason), default: 0] += 1
    }

    // MARK: - Insertion

    mutating func insert(_ operation: some SharingOperation, _ inputs: [TaskID]) -> TaskID {
        reasons[operation.name] = operation.reason
        return graph.insert(graph.register(operation), inputs: inputs)
    }

    /// The operation that fits a group, made by `make` of its estimators and a budget of memory when it is first asked for.
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

    /// The rows of a space.
    mutating func rows(_ space: Int?, _ split: Int, _ side: Side) -> TaskID {
        let wanted = RowsOfSpace(space: space, split: split, side: side)
        if let known = knownRows[wanted] { return known }
        let rows = insertRows(space, split, side)
        knownRows[wanted] = rows
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

    /// The training rows of a space in panels; of one of nested sizes, with the columns of the largest.
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

    /// The targets of a split's rows.
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

    /// The map from the table's rows to a space's; nil if it is not affine.
    private mutating func map(_ space: Int) -> TaskID? {
        let here = spaces[space]
        guard here.isAffine else { return nil }
        guard let previous = here.previous else { return insert(ComposeMaps(kind: here.kind), [here.fit]) }
        return map(previous).map { insert(ComposeMaps(kind: here.kind), [$0, here.fit]) }
    }

    // MARK: - Summaries

    /// The summary of a split's training rows in a space; nil if there is none but by looking at the rows there.
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
        // A dense map asks for products, whatever the step behind it does.
        guard detail == .products else { return nil }
        return summary(kind, here.previous, split).map { insert(MapSummary(type: type), [$0, here.fit]) }
    }

    /// A summary and what else a fit of an estimator to it is given: the targets, and where the rows are should it not do.
    ///
    /// - Returns: nil if there is none; where that is the fault of the table, not of the steps before, it is noted.
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

    /// A variant of a step, of itself.
    mutating func variant(_ estimator: any Estimator, smallColumnsMatter: Bool) -> StepVariant {
        let kind = type(of: estimator).kind
        let transform = transforms[kind] ?? graph.register(Transform(kind: kind))
        transforms[kind] = transform
        return StepVariant(
            estimator: estimator,
            fit: graph.register(Fit(estimator: estimator, memoryBudget: memory.perTask)),
            transform: transform, smallColumnsMatter: smallColumnsMatter, isAffine: estimator.isAffine)
    }

    /// The space after a variant of a transforming step.
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

    /// The task that fits a step, as the last of its pipeline.
    mutating func fit(_ variant: StepVariant, after space: Int?, _ split: Int) -> TaskID {
        fit([variant.estimator], variant, space, split)
    }

    /// The task that fits an estimator, or the largest possible of several.
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
