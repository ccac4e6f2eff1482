import Learning
import LinearAlgebra
import TaskGraph

/// The state of the rows of one split after some steps.
struct Space {
    let split: Int

    /// The last of the steps; nil for the rows of the table.
    let step: Step?

    /// Whether the map from the table to this space is affine.
    let isAffine: Bool

    /// The space of the largest nested model, whose first columns are those of this space.
    var cover: Int?

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
    }
}

/// The spaces of a search, and the tasks for their rows.
///
/// The rows and maps of a space are inserted only when a step needs them. For example, after a scaler and a PCA that are
/// fitted to summaries, no step reads the scaled rows, so they are not computed.
///
/// A space is identified by a number. The first ones are the rows of the table in each split.
struct Spaces {
    private(set) var table: TableTasks
    private var spaces: [Space]

    private var knownRows: [RowsOfSpace: TaskInput<Matrix>] = [:]
    private var knownPanels: [Int: TaskInput<RowPanels>] = [:]

    private struct RowsOfSpace: Hashable {
        let space: Int
        let side: Side
    }

    /// Creates the spaces of the table's rows.
    init(_ table: TableTasks) {
        self.table = table
        spaces = table.splits.indices.map { Space(split: $0, step: nil, isAffine: true) }
    }

    subscript(space: Int) -> Space { spaces[space] }

    /// Returns the space of the table's rows in a split.
    func table(_ split: Int) -> Int { split }

    /// Adds the space after a fitted variant of a step.
    ///
    /// - Parameter cover: The space after the largest nested variant.
    mutating func append(
        _ variant: StepVariant, fittedBy fit: TaskInput<FittedStep>, after previous: Int, cover: Int? = nil
    ) -> Int {
        let before = spaces[previous]
        let step = Space.Step(
            previous: previous, kind: variant.kind, fit: fit, transform: variant.transform)
        spaces.append(
            Space(
                split: before.split, step: step, isAffine: before.isAffine && variant.isAffine, cover: cover))
        return spaces.count - 1
    }

    // MARK: - Rows

    /// Returns the task for the rows of a space.
    mutating func rows(_ space: Int, _ side: Side, in graph: inout TaskGraph) -> TaskInput<Matrix> {
        let name = RowsOfSpace(space: space, side: side)
        if let known = knownRows[name] { return known }
        let rows = insertRows(space, side, in: &graph)
        knownRows[name] = rows
        return rows
    }

    private mutating func insertRows(
        _ space: Int, _ side: Side, in graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        let here = spaces[space]
        if side == .sortedTrain, !table.rowsByClass(here.split).isReordered {
            return rows(space, .train, in: &graph)
        }
        guard let step = here.step else { return table.rows(here.split, side, in: &graph) }
        if let cover = here.cover {
            let x = rows(cover, side, in: &graph)
            return graph.insert(FirstColumns(), FirstColumns.Inputs(x: x, step: step.fit))
        }
        if let mapped = mappedRows(space, side, in: &graph) { return graph.insert(Project(), mapped) }
        if side == .sortedTrain {
            let train = rows(space, .train, in: &graph)
            return graph.insert(rows: table.rowsByClass(here.split).permutation, of: train)
        }
        let x = rows(step.previous, side, in: &graph)
        return graph.insert(step.transform, Transform.Inputs(step: step.fit, x: x))
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

    /// Returns the tasks that determine the rows of a space by a map of the table's rows; nil if it is not affine.
    mutating func mappedRows(_ space: Int, _ side: Side, in graph: inout TaskGraph) -> MappedRows? {
        guard spaces[space].isAffine else { return nil }
        let map = map(space, in: &graph)
        let rows = table.rowSet(spaces[space].split, side, in: &graph)
        return MappedRows(features: table.features, rows: rows, map: map)
    }

    /// Returns the task for the affine map from the table's rows to a space; nil for the table's rows.
    private func map(_ space: Int, in graph: inout TaskGraph) -> TaskInput<RowMap>? {
        guard let step = spaces[space].step else { return nil }
        let before = map(step.previous, in: &graph)
        return graph.insert(
            ComposeMaps(kind: step.kind), ComposeMaps.Inputs(before: before, step: step.fit))
    }

    // MARK: - The table

    /// Returns the task for the targets of a space's rows.
    mutating func targets(_ space: Int, _ side: Side, in graph: inout TaskGraph) -> TaskInput<Target> {
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
