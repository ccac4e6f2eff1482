import Learning
import LinearAlgebra
import Machine
import TaskGraph

/// Chooses a row within the data and a target within the targets to measure from.
struct OriginOf: SharingOperation {
    struct Inputs: TaskInputList {
        let features: TaskInput<Matrix>
        let target: TaskInput<WeightedTarget>

        static let order = TaskInputOrder(Inputs.init) { ($0.features, $0.target) }
    }

    let name = "origin"
    let reason = "summaries about a common origin add up without loss of digits"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Origin {
        try Origin(amid: inputs.features, inputs.target.target)
    }
}

/// Summarises rows of the table.
struct Summarize: SharingOperation {
    struct Inputs: TaskInputList {
        let features: TaskInput<Matrix>
        let rows: TaskInput<RowSet>
        let target: TaskInput<WeightedTarget>
        let origin: TaskInput<Origin>

        static let order = TaskInputOrder(Inputs.init) { ($0.features, $0.rows, $0.target, $0.origin) }
    }

    let type: any MergeableSummary.Type
    let detail: SummaryDetail

    /// Whether the rows are weighted, for fits that use weights.
    let isWeighted: Bool

    var name: String { Self.name(of: type, isWeighted: isWeighted) }
    let reason = "each fold's rows are read once for all the training sets that include it"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(type.kind)
        encoder.append(detail.rawValue)
    }

    /// Returns the name of the operation for a kind of summary.
    static func name(of type: any MergeableSummary.Type, isWeighted: Bool) -> String {
        isWeighted ? "summarize-weighted-\(type.kind)" : "summarize-\(type.kind)"
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any MergeableSummary {
        let target = try inputs.target
        let known = isWeighted ? target : WeightedTarget(target.target)
        return try type.sum(
            over: inputs.rows.indices, of: inputs.features, known, about: inputs.origin, detail: detail)
    }
}

/// Summarises columns of rows of the table, which may have missing cells or other kinds than numbers.
struct SummarizeColumns: SharingOperation {
    struct Inputs: TaskInputList {
        let features: TaskInput<Features>
        let rows: TaskInput<RowSet>

        static let order = TaskInputOrder(Inputs.init) { ($0.features, $0.rows) }
    }

    let type: any ColumnSummary.Type
    var name: String { Summarize.name(of: type, isWeighted: false) }
    let reason = "each fold's columns are read once for all the training sets that include it"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(type.kind) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any MergeableSummary {
        try type.init(of: inputs.features.rows(at: inputs.rows.indices).table)
    }
}

/// Adds summaries of disjoint rows.
struct MergeSummaries: SharingOperation {
    struct Inputs: TaskInputList {
        let parts: [TaskInput<any MergeableSummary>]

        static let order = TaskInputOrder(Inputs.init) { $0.parts }
    }

    let type: any MergeableSummary.Type
    var name: String { "merge-\(type.kind)" }
    let reason = "a training set's summary is the sum of its folds' summaries"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(type.kind) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any MergeableSummary {
        try type.sum(of: inputs.all)
    }
}

/// Maps a summary by a fitted affine step.
struct MapSummary: SharingOperation, ModelDependentOperation {
    typealias Inputs = SummaryBeforeStep

    let type: any MappableSummary.Type
    var name: String { "map-\(type.kind)" }
    let reason = "the summary of mapped rows is computed from that of the rows"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(type.kind) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any MergeableSummary {
        try type.mapped(inputs, by: inputs.affineTransformer(\.step).affineMap)
    }
}

/// Restricts a summary to the columns of a smaller nested model.
struct RestrictSummary: SharingOperation {
    typealias Inputs = SummaryBeforeStep

    let type: any MappableSummary.Type
    var name: String { "restrict-\(type.kind)" }
    let reason = "the smaller model's columns are the first of the larger model's"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(type.kind) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any MergeableSummary {
        try type.restricted(inputs, toFirst: inputs.outputCount(\.step))
    }
}

/// A summary, and the step that maps or restricts it.
struct SummaryBeforeStep: TaskInputList {
    let summary: TaskInput<any MergeableSummary>
    let step: TaskInput<FittedStep>

    static let order = TaskInputOrder(SummaryBeforeStep.init) { ($0.summary, $0.step) }
}

extension MergeableSummary {
    /// Returns the summary of some rows of a table, copying a block at a time.
    ///
    /// Blocks are spread over the cores if they are idle, and are added in order.
    fileprivate static func sum(
        over indices: [Int], of x: Matrix, _ target: WeightedTarget, about origin: Origin,
        detail: SummaryDetail
    ) -> Self {
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

    /// Summarises rows, with their weights if the summary has any.
    private init(of x: Matrix, _ target: WeightedTarget, about origin: Origin, detail: SummaryDetail) {
        if let weights = target.weights, let type = Self.self as? any WeightedSummary.Type,
            let summary = type.init(of: x, target.target, weights: weights, about: origin, detail: detail)
                as? Self
        {
            self = summary
        } else {
            self.init(of: x, target.target, about: origin, detail: detail)
        }
    }

    fileprivate static func sum(of parts: TaskInputs) throws -> Self {
        let parts = try parts.values(as: Self.self)
        guard var total = parts.first else { throw EmptySum(kind: kind) }
        for part in parts.dropFirst() { total.add(part) }
        return total
    }
}

/// The error of a task that adds up no summaries.
private struct EmptySum: Error, CustomStringConvertible {
    let kind: String

    var description: String { "there are no \(kind) to add" }
}

extension MappableSummary {
    fileprivate static func mapped(
        _ inputs: TaskInputValues<SummaryBeforeStep>, by map: AffineMap
    ) throws -> Self {
        guard let mapped = try summary(of: inputs).mapped(by: map) else {
            throw inputs.error(at: \.summary, expected: "summary with products")
        }
        return mapped
    }

    fileprivate static func restricted(
        _ inputs: TaskInputValues<SummaryBeforeStep>, toFirst count: Int
    ) throws -> Self {
        try summary(of: inputs).restricted(toFirst: count)
    }

    private static func summary(of inputs: TaskInputValues<SummaryBeforeStep>) throws -> Self {
        guard let summary = try inputs.summary as? Self else {
            throw inputs.error(at: \.summary, expected: "\(Self.self)")
        }
        return summary
    }
}
