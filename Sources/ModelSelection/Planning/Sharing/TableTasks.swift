import Learning
import LinearAlgebra
import TaskGraph

/// The tasks of a search that read the table and no fitted step: rows and targets of each split, and row sets.
struct TableTasks {
    /// The features of each source, which are a matrix or typed columns.
    let features: [TaskInput<Features>]

    /// Whether each source is a matrix without missing cells.
    let areFinite: [Bool]

    let target: TaskInput<WeightedTarget>

    /// Whether the rows have weights.
    let hasWeights: Bool

    let blocks: FoldBlocks

    private(set) var splits: [SplitTasks]

    /// The tasks inserted so far; finding a long list of rows by its key requires hashing it.
    private var knownRowSets: [RowSetName: TaskInput<RowSet>] = [:]
    private var knownTargets: [SideOfSplit: TaskInput<WeightedTarget>] = [:]

    private enum RowSetName: Hashable {
        case side(SideOfSplit)
        case block(Int)
    }

    private struct SideOfSplit: Hashable {
        let split: Int
        let side: Side
    }

    init(
        _ sources: FeatureSources, _ target: WeightedTarget, _ splits: [Split], in graph: inout TaskGraph
    ) {
        features = sources.sources.map { TaskInput(graph.insert($0, inputs: [])) }
        areFinite = sources.sources.map { $0.features.content == .numbers }
        self.target = TaskInput(graph.insert(TargetSource(target: target), inputs: []))
        hasWeights = target.weights != nil
        self.splits = splits.map { SplitTasks($0, target.target, in: &graph) }
        blocks = FoldBlocks(splits, rows: sources.rows)
    }

    /// Returns a split's training rows in class order.
    mutating func rowsByClass(_ split: Int) -> SplitTasks.RowsByClass { splits[split].byClass }

    /// Returns the task for rows of a source in a split.
    mutating func rows(
        of source: Int, _ split: Int, _ side: Side, in graph: inout TaskGraph
    ) -> TaskInput<Features> {
        take(side, of: features[source].reading(), split, in: &graph).reading()
    }

    /// Returns the task for the targets of a split's rows.
    mutating func targets(_ split: Int, _ side: Side, in graph: inout TaskGraph) -> TaskInput<WeightedTarget>
    {
        let name = SideOfSplit(split: split, side: side)
        if let known = knownTargets[name] { return known }
        let isInOrder = side == .sortedTrain && !splits[split].byClass.isReordered
        let targets =
            isInOrder
            ? targets(split, .train, in: &graph)
            : take(side, of: target.reading(), split, in: &graph).reading()
        knownTargets[name] = targets
        return targets
    }

    /// Returns the task for the set of a split's rows.
    mutating func rowSet(_ split: Int, _ side: Side, in graph: inout TaskGraph) -> TaskInput<RowSet> {
        rowSet(.side(SideOfSplit(split: split, side: side)), in: &graph)
    }

    /// Returns the task for the set of a block's rows.
    mutating func rowSet(block: Int, in graph: inout TaskGraph) -> TaskInput<RowSet> {
        rowSet(.block(block), in: &graph)
    }

    private mutating func rowSet(
        _ name: RowSetName, in graph: inout TaskGraph
    ) -> TaskInput<RowSet> {
        if let known = knownRowSets[name] { return known }
        let indices =
            switch name {
            case .side(let name): splits[name.split].rows(name.side)
            case .block(let block): blocks.blocks[block]
            }
        let rows = graph.insert(RowSetSource(indices: indices))
        knownRowSets[name] = rows
        return rows
    }

    private mutating func take(
        _ side: Side, of table: TaskInput<any RowCollection>, _ split: Int, in graph: inout TaskGraph
    ) -> TaskInput<any RowCollection> {
        switch side {
        case .train, .scoredTrain: graph.insert(splits[split].takeTrain, of: table)
        case .test: graph.insert(splits[split].takeTest, of: table)
        case .sortedTrain:
            graph.insert(graph.register(typed: TakeRows(indices: splits[split].byClass.sorted)), of: table)
        }
    }
}
