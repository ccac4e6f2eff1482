import Learning
import LinearAlgebra
import TaskGraph

/// Gives indices of rows.
struct RowSetSource: TaskOperation {
    let indices: [Int]
    let name = "row-set"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(indices) }

    func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { RowSet(indices: indices) }
}

/// Maps rows of the table (inputs: features, row set, map) through several steps at once.
struct Project: SharingOperation {
    let name = "project"
    let reason = "affine steps in a row are one map, and read the table's rows once"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        return try inputs.projectedRows(at: 0)
    }
}

/// Cuts rows (first input) to the columns that a smaller model of nested ones (second input) gives.
struct FirstColumns: SharingOperation {
    let name = "first-columns"
    let reason = "the smaller model's columns are the first of the larger's"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try inputs.value(0, as: Matrix.self).firstColumns(inputs.outputCount(1))
    }
}

/// Arranges rows for solvers that read them again and again.
///
/// Inputs: features, row set and, if steps came before, their map; or the rows themselves.
struct ArrangeRows: SharingOperation {
    let name = "arrange-rows"
    let reason = "solvers read the rows again and again, in an arrangement that is made once"

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

/// Composes the map of all steps before, if there are any, with that of the last input, a fitted step.
struct ComposeMaps: SharingOperation {
    /// The kind of that step, for errors.
    let kind: String

    let name = "compose-maps"
    let reason = "affine steps in a row are one map"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(kind) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        let step = try inputs.affineTransformer(inputs.count - 1)
        guard inputs.count > 1 else { return RowMap(step, of: kind) }
        return try inputs.value(0, as: RowMap.self).followed(by: step, of: kind)
    }
}

extension TaskInputs {
    /// The number of columns that the transformer at a position gives.
    func outputCount(_ position: Int) throws -> Int {
        guard let transformer = try model(position) as? any FittedTransformer else {
            throw TaskInputError(position: position, expected: "transformer", value: self[position])
        }
        return transformer.outputCount
    }
}
