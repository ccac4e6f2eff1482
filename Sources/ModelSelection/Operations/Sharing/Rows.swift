import Learning
import LinearAlgebra
import TaskGraph

/// Returns indices of rows.
struct RowSetSource: TaskOperation {
    let indices: [Int]
    let name = "row-set"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(indices) }

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { RowSet(indices: indices) }
}

/// Maps rows of the table (inputs: features, row set, map) through several steps at once.
struct Project: SharingOperation {
    let name = "project"
    let reason = "consecutive affine steps are one map, applied to the table's rows once"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        return try inputs.projectedRows(at: 0)
    }
}

/// Restricts rows (first input) to the columns of a smaller nested model (second input).
struct FirstColumns: SharingOperation {
    let name = "first-columns"
    let reason = "the smaller model's columns are the first of the larger model's"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try inputs.value(0, as: Matrix.self).firstColumns(inputs.outputCount(1))
    }
}

/// Copies rows to panels for solvers that read them repeatedly.
///
/// The inputs are features, row set and, after other steps, their map; or the rows themselves.
struct ArrangeRows: SharingOperation {
    let name = "arrange-rows"
    let reason = "solvers read the rows repeatedly, in panels that are copied once"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        let x = try inputs.value(0, as: Matrix.self)
        guard inputs.count > 1 else { return RowPanels(x) }
        let indices = try inputs.value(1, as: RowSet.self).indices
        guard inputs.count > 2 else { return RowPanels(x, at: indices) }
        let map = try inputs.value(2, as: RowMap.self)
        guard let affine = map.affineMap else { return RowPanels(try map.images(of: x, at: indices)) }
        let panels = RowPanels(affine, of: x, at: indices)
        if let (row, _, _) = panels.firstNonFiniteElement { throw map.overflow(row, of: panels.rows) }
        return panels
    }
}

/// Composes the map of all earlier steps, if any, with that of the last input, a fitted step.
struct ComposeMaps: SharingOperation {
    /// The kind of that step, for error messages.
    let kind: String

    let name = "compose-maps"
    let reason = "consecutive affine steps are one map"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(kind) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        let step = try inputs.affineTransformer(inputs.count - 1)
        guard inputs.count > 1 else { return RowMap(step, of: kind) }
        return try inputs.value(0, as: RowMap.self).followed(by: step, of: kind)
    }
}

extension TaskInputs {
    /// Returns the number of output columns of the transformer at a position.
    func outputCount(_ position: Int) throws -> Int {
        guard let transformer = try model(position) as? any FittedTransformer else {
            throw TaskInputError(position: position, expected: "transformer", value: self[position])
        }
        return transformer.outputCount
    }
}
