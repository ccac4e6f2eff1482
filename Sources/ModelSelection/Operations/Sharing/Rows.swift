import Learning
import LinearAlgebra
import TaskGraph

/// Maps rows of the table through several steps at once.
struct Project: SharingOperation, ModelDependentOperation {
    typealias Inputs = MappedRows

    let name = "project"
    let reason = "consecutive affine steps are one map, applied to the table's rows once"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<MappedRows>, in context: TaskContext) throws -> Matrix {
        try inputs.matrix()
    }
}

/// Restricts rows to the columns of a smaller nested model.
struct FirstColumns: SharingOperation {
    struct Inputs: TaskInputList {
        let x: TaskInput<Matrix>

        /// The smaller model.
        let step: TaskInput<FittedStep>

        static let order = TaskInputOrder(Inputs.init) { ($0.x, $0.step) }
    }

    let name = "first-columns"
    let reason = "the smaller model's columns are the first of the larger model's"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        try inputs.x.firstColumns(inputs.outputCount(\.step))
    }
}

/// Copies rows to panels for solvers that read them repeatedly.
struct ArrangeRows: SharingOperation, ModelDependentOperation {
    struct Inputs: TaskInputList {
        let x: TaskInput<Matrix>

        /// The rows to copy; nil for all.
        let rows: TaskInput<RowSet>?

        /// The map of the steps before; nil if there are none.
        let map: TaskInput<RowMap>?

        static let order = TaskInputOrder(Inputs.init) { ($0.x, $0.rows, $0.map) }
    }

    let name = "arrange-rows"
    let reason = "solvers read the rows repeatedly, in panels that are copied once"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> RowPanels {
        let x = try inputs.x
        guard let indices = try inputs.rows?.indices else { return RowPanels(x) }
        guard let map = try inputs.map else { return RowPanels(x, at: indices) }
        guard let affine = map.affineMap else { return RowPanels(try map.images(of: x, at: indices)) }
        let panels = RowPanels(affine, of: x, at: indices)
        if let (row, _, _) = panels.firstInvalidElement(accepting: .numbers) {
            throw map.overflow(row, of: panels.rows)
        }
        return panels
    }
}

extension ArrangeRows.Inputs {
    /// The inputs to copy all rows of a matrix.
    init(all x: TaskInput<Matrix>) { self.init(x: x, rows: nil, map: nil) }

    /// The inputs to copy mapped rows of the table.
    init(_ rows: MappedRows) { self.init(x: rows.features.reading(), rows: rows.rows, map: rows.map) }
}

/// Composes the map of all earlier steps with that of a fitted step.
struct ComposeMaps: SharingOperation, ModelDependentOperation {
    struct Inputs: TaskInputList {
        /// The map of the earlier steps; nil if there are none.
        let before: TaskInput<RowMap>?
        let step: TaskInput<FittedStep>

        static let order = TaskInputOrder(Inputs.init) { ($0.before, $0.step) }
    }

    /// The kind of the step, for error messages.
    let kind: String

    let name = "compose-maps"
    let reason = "consecutive affine steps are one map"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(kind) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> RowMap {
        let step = try inputs.affineTransformer(\.step)
        return try inputs.before?.followed(by: step, of: kind) ?? RowMap(step, of: kind)
    }
}
