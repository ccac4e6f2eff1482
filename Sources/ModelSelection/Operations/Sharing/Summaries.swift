import Learning
import LinearAlgebra
import Machine
import TaskGraph

/// Chooses a row within the data and a target within the targets to measure from.
struct OriginOf: SharingOperation {
    let name = "origin"
    let reason = "summaries about a common origin add up without loss of digits"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try Origin(amid: inputs.value(0, as: Matrix.self), inputs.value(1, as: Target.self))
    }
}

/// Summarises rows of the table (inputs: features, row set, target, origin).
struct Summarize: SharingOperation {
    let type: any MergeableSummary.Type
    let detail: SummaryDetail
    var name: String { "summarize-\(type.kind)" }
    let reason = "each fold's rows are read once for all the training sets that include it"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(type.kind)
        encoder.append(detail.rawValue)
    }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try type.sum(
            over: inputs.value(1, as: RowSet.self).indices, of: inputs.value(0, as: Matrix.self),
            inputs.value(2, as: Target.self), about: inputs.value(3, as: Origin.self), detail: detail)
    }
}

/// Adds summaries of disjoint rows.
struct MergeSummaries: SharingOperation {
    let type: any MergeableSummary.Type
    var name: String { "merge-\(type.kind)" }
    let reason = "a training set's summary is the sum of its folds' summaries"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(type.kind) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try type.sum(of: inputs)
    }
}

/// Maps a summary (first input) by a fitted affine step (second input).
struct MapSummary: SharingOperation {
    let type: any MappableSummary.Type
    var name: String { "map-\(type.kind)" }
    let reason = "the summary of mapped rows follows from that of the rows"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(type.kind) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if inputs.lackModel { return MissingModel() }
        return try type.mapped(inputs, by: inputs.affineTransformer(1).affineMap)
    }
}

/// Restricts a summary (first input) to the columns of a smaller nested model (second input).
struct RestrictSummary: SharingOperation {
    let type: any MappableSummary.Type
    var name: String { "restrict-\(type.kind)" }
    let reason = "the smaller model's columns are the first of the larger model's"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(type.kind) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try type.restricted(inputs, toFirst: inputs.outputCount(1))
    }
}

extension MergeableSummary {
    /// Returns the summary of some rows of a table, copying a block at a time.
    ///
    /// Blocks are spread over the cores if they are idle, and are added in order.
    fileprivate static func sum(
        over indices: [Int], of x: Matrix, _ target: Target, about origin: Origin, detail: SummaryDetail
    ) -> any Sendable {
        let height = 2048
        @Sendable func summary(_ block: Int) -> Self {
            let rows = Array(indices[block * height..<min((block + 1) * height, indices.count)])
            return Self(of: x.rows(at: rows), target.rows(at: rows), about: origin, detail: detail)
        }
        let blocks = (indices.count + height - 1) / height
        let products = detail == .products ? x.columns : 1
        var total = summary(0)
        for first in stride(from: 1, to: blocks, by: MachineResources.cores) {
            let some = min(MachineResources.cores, blocks - first)
            let summaries = Cores.map(some, operations: 2 * some * height * x.columns * products) {
                summary(first + $0)
            }
            for summary in summaries { total.add(summary) }
        }
        return total
    }

    fileprivate static func sum(of inputs: TaskInputs) throws -> any Sendable {
        var total = try inputs.value(0, as: Self.self)
        for position in inputs.indices.dropFirst() { total.add(try inputs.value(position, as: Self.self)) }
        return total
    }
}

extension MappableSummary {
    fileprivate static func mapped(_ inputs: TaskInputs, by map: AffineMap) throws -> any Sendable {
        guard let mapped = try inputs.value(0, as: Self.self).mapped(by: map) else {
            throw TaskInputError(position: 0, expected: "summary with products", value: inputs[0])
        }
        return mapped
    }

    fileprivate static func restricted(
        _ inputs: TaskInputs, toFirst count: Int
    ) throws -> any Sendable {
        try inputs.value(0, as: Self.self).restricted(toFirst: count)
    }
}
