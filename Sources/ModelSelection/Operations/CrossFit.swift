import Learning
import LinearAlgebra
import TaskGraph

/// Transforms training rows by models of other training rows.
struct CrossFit: ModelDependentOperation, FittingOperation {
    struct Inputs: TaskInputList {
        let x: TaskInput<Features>
        let target: TaskInput<WeightedTarget>

        static let order = TaskInputOrder(Inputs.init) { ($0.x, $0.target) }
    }

    let estimator: any CrossFittedTransformer
    /// The memory budget of the fits; it does not affect the result and is not part of the key.
    let memoryBudget: Int

    var name: String { "cross-fit-\(type(of: estimator).kind)" }
    var version: Int { type(of: estimator).version }

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimator.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any RowCollection {
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        return try estimator.crossFitted(inputs.x, inputs.target.target, in: fitContext).rowCollection
    }
}

extension CrossFit {
    /// Estimates two fits, and a pass over the rows.
    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.x.shape
        let fit = estimator.estimate(rows: rows, columns: columns)
        return .table(rows, fit.outputColumns, 2 * fit.seconds)
    }
}

extension Features {
    /// The matrix, the typed columns or the encoded rows.
    var rowCollection: any RowCollection {
        switch self {
        case .matrix(let matrix): matrix
        case .table(let table): table
        case .encoded(let encoded): encoded
        }
    }
}

extension FeatureTable: RowCollection {}

extension EncodedRows: RowCollection {}
