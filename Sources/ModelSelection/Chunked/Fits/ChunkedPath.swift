import Learning
import TaskGraph

/// What happens to rows before a step: the columns that are taken, or the branches that are put side by side, and the fitted
/// steps that transform them.
struct ChunkedPath: Sendable {
    /// The rows that the first of the steps reads.
    enum Start: Sendable {
        /// Some columns; nil for all.
        case columns([Int]?)

        /// The outputs of branches, side by side.
        case joined([ChunkedPath])
    }

    let start: Start

    /// The fitted transformers, in order.
    private(set) var models: [ChunkedModel] = []

    /// A hash of all of it: equal paths transform rows equally.
    private(set) var key: TaskKey

    init(_ start: Start) {
        self.start = start
        var encoder = CanonicalEncoder()
        switch start {
        case .columns(let columns):
            if let columns { encoder.append(columns) } else { encoder.appendNil() }
        case .joined(let branches):
            encoder.beginList(count: branches.count)
            for branch in branches { encoder.append(branch.key) }
        }
        key = encoder.digest
    }

    /// Adds a transformer.
    mutating func append(_ model: ChunkedModel) {
        models.append(model)
        var encoder = CanonicalEncoder()
        encoder.append(key)
        encoder.append(model.key)
        key = encoder.digest
    }

    /// The number of transformers, including those of branches.
    var stepCount: Int {
        guard case .joined(let branches) = start else { return models.count }
        return branches.reduce(models.count) { $0 + $1.stepCount }
    }

    /// Whether the rows depend on no model, and are the same for all training sets.
    var isOfTable: Bool {
        if case .columns = start { models.isEmpty } else { false }
    }

    /// Returns the bytes of a row, given the number of columns of the table; codes take four bytes.
    func rowBytes(of table: Int) -> Int {
        let start =
            switch start {
            case .columns(let columns): 8 * (columns?.count ?? table)
            case .joined(let branches): branches.reduce(0) { $0 + $1.rowBytes(of: table) }
            }
        return models.reduce(start) { bytes, model in
            switch model.model {
            case let encoder as FittedOneHotEncoder: 4 * encoder.featureCount
            case is any FittedEncodedRowsTransformer: bytes
            case let transformer as any FittedTransformer: 8 * transformer.outputCount
            default: bytes
            }
        }
    }

    /// Returns the number of columns, given that of the table.
    func columns(of table: Int) -> Int {
        if let last = models.last?.model as? any FittedTransformer { return last.outputCount }
        switch start {
        case .columns(let columns): return columns?.count ?? table
        case .joined(let branches): return branches.reduce(0) { $0 + $1.columns(of: table) }
        }
    }
}
