import Learning
import LinearAlgebra
import TaskGraph

/// The state of the rows of one split after some steps.
struct Space {
    let split: Int

    /// What the rows result from.
    let origin: Origin

    /// The source of features that an affine map maps to this space; nil if there is none.
    let affineSource: Int?

    /// Whether training rows are transformed by other models than new rows.
    let isCrossFitted: Bool

    /// Whether the rows are encoded, so that steps that do not use the codes read expanded ones.
    let isEncoded: Bool

    /// The space of the largest nested model, whose first columns are those of this space.
    var cover: Int?

    /// What the rows of a space result from.
    enum Origin {
        /// A source of features.
        case source(Int)

        /// A step.
        case step(Step)

        /// The spaces at the ends of all branches of columns, side by side.
        case join([Int])
    }

    /// The last of the steps; nil for the rows of a source or of all branches.
    var step: Step? { if case .step(let step) = origin { step } else { nil } }

    /// Returns the source of features whose summary determines that of the rows; nil if there is none.
    ///
    /// Summaries of finite numbers are mapped by affine steps, and others by no step.
    func source(for kind: SummaryKind) -> Int? {
        guard kind.columnType != nil else { return affineSource }
        return if case .source(let source) = origin { source } else { nil }
    }

    /// A fitted step.
    struct Step {
        /// The space that it maps rows from.
        let previous: Int

        /// The kind of the step.
        let kind: String

        /// The task that fits the step.
        let fit: TaskInput<FittedStep>

        /// The operation that transforms with the step.
        let transform: RegisteredOperation<Transform>

        /// The operation that transforms the training rows instead; nil if they are transformed like new rows.
        let crossFit: RegisteredOperation<CrossFit>?

        /// Whether the step reads the codes of encoded rows.
        let readsCodes: Bool
    }
}

/// The spaces of a search, and the tasks for their rows.
///
/// The rows and maps of a space are inserted only when a step needs them. For example, after a scaler and a PCA that are
/// fitted to summaries, no step reads the scaled rows, so they are not computed.
///
/// A space is identified by a number. The first ones are the rows of each source in each split.
struct Spaces {
    private(set) var table: TableTasks
    private var spaces: [Space]

    private var knownRows: [RowsOfSpace: TaskInput<Features>] = [:]
    private var knownExpandedRows: [RowsOfSpace: TaskInput<Features>] = [:]
    private var knownJoins: [[Int]: Int] = [:]
    private var knownPanels: [Int: TaskInput<RowPanels>] = [:]

    private struct RowsOfSpace: Hashable {
        let space: Int
        let side: Side
    }

    /// Creates the spaces of the rows of each source.
    ///
    /// - Parameter composesMaps: Whether consecutive affine steps are applied as one map.
    init(_ table: TableTasks, composesMaps: Bool) {
        self.table = table
        spaces = table.features.indices.flatMap { source in
            table.splits.indices.map { split in
                Space(
                    split: split, origin: .source(source),
                    affineSource: composesMaps && table.areFinite[source] ? source : nil,
                    isCrossFitted: false,
                    isEncoded: false)
            }
        }
    }

    subscript(space: Int) -> Space { spaces[space] }

    /// Returns the space of a source's rows in a split.
    func source(_ source: Int, _ split: Int) -> Int { source * table.splits.count + split }

    /// Returns the space with the rows of several spaces of a split side by side.
    mutating func join(_ ends: [Int]) -> Int {
        if let known = knownJoins[ends] { return known }
        spaces.append(
            Space(
                split: spaces[ends[0]].split, origin: .join(ends), affineSource: nil,
                isCrossFitted: ends.contains { spaces[$0].isCrossFitted },
                isEncoded: ends.contains { spaces[$0].isEncoded }))
        knownJoins[ends] = spaces.count - 1
        return spaces.count - 1
    }

    /// Adds the space after a fitted variant of a step.
    ///
    /// - Parameter cover: The space after the largest nested variant.
    mutating func append(
        _ variant: StepVariant, fittedBy fit: TaskInput<FittedStep>, after previous: Int, cover: Int? = nil
    ) -> Int {
        let before = spaces[previous]
        let step = Space.Step(
            previous: previous, kind: variant.kind, fit: fit, transform: variant.transform,
            crossFit: variant.crossFit, readsCodes: variant.estimator.readsCodes)
        spaces.append(
            Space(
                split: before.split, origin: .step(step),
                affineSource: variant.isAffine ? before.affineSource : nil,
                isCrossFitted: before.isCrossFitted || variant.crossFit != nil,
                isEncoded: variant.estimator.returnsCodes(from: before.isEncoded), cover: cover))
        return spaces.count - 1
    }

    // MARK: - Rows

    /// Returns the task for the rows of a space of numbers, as a matrix.
    mutating func rows(_ space: Int, _ side: Side, in graph: inout TaskGraph) -> TaskInput<Matrix> {
        expandedFeatures(space, side, in: &graph).reading()
    }

    /// Returns the task for the rows of a space as an estimator reads them: a matrix, typed columns or encoded rows.
    mutating func rows(
        _ space: Int, _ side: Side, readBy estimator: any Estimator, in graph: inout TaskGraph
    ) -> TaskInput<Features> {
        estimator.readsCodes
            ? features(space, side, in: &graph) : expandedFeatures(space, side, in: &graph)
    }

    /// Returns whether an estimator reads the codes of a space's rows.
    func areCodesRead(_ space: Int, by estimator: any Estimator) -> Bool {
        spaces[space].isEncoded && estimator.readsCodes
    }

    /// Returns the task for the rows of a space, which are a matrix or typed columns; encoded rows are expanded.
    private mutating func expandedFeatures(
        _ space: Int, _ side: Side, in graph: inout TaskGraph
    ) -> TaskInput<Features> {
        guard spaces[space].isEncoded else { return features(space, side, in: &graph) }
        let name = RowsOfSpace(space: space, side: side)
        if let known = knownExpandedRows[name] { return known }
        let rows = insertExpandedRows(space, side, in: &graph)
        knownExpandedRows[name] = rows
        return rows
    }

    private mutating func insertExpandedRows(
        _ space: Int, _ side: Side, in graph: inout TaskGraph
    ) -> TaskInput<Features> {
        let here = spaces[space]
        if side == .sortedTrain {
            let train = rows(space, .train, in: &graph)
            let byClass = table.rowsByClass(here.split)
            return byClass.isReordered
                ? graph.insert(rows: byClass.permutation, of: train).reading() : train.reading()
        }
        if side == .scoredTrain, !here.isCrossFitted { return expandedFeatures(space, .train, in: &graph) }
        guard case .join(let ends) = here.origin else {
            let x = features(space, side, in: &graph)
            return graph.insert(ExpandCodes(), ExpandCodes.Inputs(x: x)).reading()
        }
        return join(ends, side, keepsCodes: false, in: &graph)
    }

    /// Returns the task that puts the rows of spaces side by side.
    private mutating func join(
        _ ends: [Int], _ side: Side, keepsCodes: Bool, in graph: inout TaskGraph
    ) -> TaskInput<Features> {
        let blocks = ends.map { features($0, side, in: &graph) }
        return graph.insert(JoinColumns(keepsCodes: keepsCodes), JoinColumns.Inputs(blocks: blocks)).reading()
    }

    /// Returns the task for the rows of a space, which are a matrix, typed columns or encoded rows.
    private mutating func features(
        _ space: Int, _ side: Side, in graph: inout TaskGraph
    ) -> TaskInput<Features> {
        let name = RowsOfSpace(space: space, side: side)
        if let known = knownRows[name] { return known }
        let rows = insertRows(space, side, in: &graph)
        knownRows[name] = rows
        return rows
    }

    private mutating func insertRows(
        _ space: Int, _ side: Side, in graph: inout TaskGraph
    ) -> TaskInput<Features> {
        let here = spaces[space]
        if side == .sortedTrain, !table.rowsByClass(here.split).isReordered {
            return features(space, .train, in: &graph)
        }
        if side == .scoredTrain, !here.isCrossFitted { return features(space, .train, in: &graph) }
        if case .source(let source) = here.origin {
            return table.rows(of: source, here.split, side, in: &graph)
        }
        if let cover = here.cover, let step = here.step {
            let x = rows(cover, side, in: &graph)
            return graph.insert(FirstColumns(), FirstColumns.Inputs(x: x, step: step.fit)).reading()
        }
        if let mapped = mappedRows(space, side, in: &graph) {
            return graph.insert(Project(), mapped).reading()
        }
        if side == .sortedTrain {
            let train = rows(space, .train, in: &graph)
            let permutation = table.rowsByClass(here.split).permutation
            return graph.insert(rows: permutation, of: train).reading()
        }
        switch here.origin {
        case .source(let source): return table.rows(of: source, here.split, side, in: &graph)
        case .join(let ends): return join(ends, side, keepsCodes: here.isEncoded, in: &graph)
        case .step(let step):
            let x =
                step.readsCodes
                ? features(step.previous, side, in: &graph)
                : expandedFeatures(step.previous, side, in: &graph)
            if side == .train, let crossFit = step.crossFit {
                let target = table.targets(here.split, .train, in: &graph)
                return graph.insert(crossFit, CrossFit.Inputs(x: x, target: target)).reading()
            }
            return graph.insert(step.transform, Transform.Inputs(step: step.fit, x: x)).reading()
        }
    }

    /// Returns the task for the training rows of a space in panels; for nested sizes, with the columns of the largest.
    mutating func panels(_ space: Int, in graph: inout TaskGraph) -> TaskInput<RowPanels> {
        if let known = knownPanels[space] { return known }
        let panels: TaskInput<RowPanels>
        if let cover = spaces[space].cover {
            panels = self.panels(cover, in: &graph)
        } else if let mapped = mappedRows(space, .train, in: &graph) {
            panels = graph.insert(ArrangeRows(), ArrangeRows.Inputs(mapped))
        } else {
            panels = graph.insert(ArrangeRows(), ArrangeRows.Inputs(all: rows(space, .train, in: &graph)))
        }
        knownPanels[space] = panels
        return panels
    }

    /// Returns the tasks that determine the rows of a space by a map of a source's rows; nil if it is not affine.
    mutating func mappedRows(_ space: Int, _ side: Side, in graph: inout TaskGraph) -> MappedRows? {
        mappedRows(space, side, of: spaces[space].affineSource, in: &graph)
    }

    /// Returns the tasks that determine the rows of a space by a map of the rows of a source, if it is given.
    mutating func mappedRows(
        _ space: Int, _ side: Side, of source: Int?, in graph: inout TaskGraph
    ) -> MappedRows? {
        guard let source else { return nil }
        return MappedRows(
            features: table.features[source],
            rows: table.rowSet(spaces[space].split, side, in: &graph),
            map: map(space, in: &graph))
    }

    /// Returns the task for the affine map from a source's rows to a space; nil for the source's rows.
    private func map(_ space: Int, in graph: inout TaskGraph) -> TaskInput<RowMap>? {
        guard let step = spaces[space].step else { return nil }
        let before = map(step.previous, in: &graph)
        return graph.insert(
            ComposeMaps(kind: step.kind), ComposeMaps.Inputs(before: before, step: step.fit))
    }

    // MARK: - The table

    /// Returns the task for the targets of a space's rows.
    mutating func targets(_ space: Int, _ side: Side, in graph: inout TaskGraph) -> TaskInput<WeightedTarget>
    {
        table.targets(spaces[space].split, side, in: &graph)
    }

    /// Returns the task for the set of a block's rows.
    mutating func rowSet(block: Int, in graph: inout TaskGraph) -> TaskInput<RowSet> {
        table.rowSet(block: block, in: &graph)
    }

    /// Returns the training rows of a space in class order.
    mutating func rowsByClass(_ space: Int) -> SplitTasks.RowsByClass {
        table.rowsByClass(spaces[space].split)
    }
}
