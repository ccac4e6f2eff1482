import Learning
import LinearAlgebra
import TaskGraph

/// Takes the rows of a fold, or all others, from a chunk, and checks that the chunk has no invalid
/// numbers.
struct TakeFold: TypedOperation {
    struct Inputs: TaskInputList {
        let block: TaskInput<Features>
        let folds: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { ($0.block, $0.folds) }
    }

    let fold: Int

    /// Whether to take the rows of all other folds.
    let takesOthers: Bool

    /// The first row of the chunk, for errors.
    let row: Int

    /// The step that reads the features, for errors; nil for targets.
    let step: String?

    /// Whether NaN is a missing cell; otherwise, it is an error.
    let acceptsMissing: Bool

    let name = "take-fold"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(fold)
        encoder.append(takesOthers)
        encoder.append(row)
        encoder.append(step)
        encoder.append(acceptsMissing)
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any RowCollection {
        let (block, folds) = (try inputs.block, try inputs.folds)
        if let (line, column, value) = block.firstInvalid(acceptsMissing: acceptsMissing) {
            guard let step else { throw LearningError.targetNotFinite(row: row + line, value: value) }
            throw LearningError.notFinite(step: step, row: row + line, column: column, value: value)
        }
        let number = Double(fold)
        let taken = folds.withUnsafeValues { folds in
            folds.indices.filter { (folds[$0] == number) != takesOthers }
        }
        return (taken.count == block.rows ? block : block.rows(at: taken)).rowCollection
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = inputs.block.shape
        return .table(rows, columns, 1e-5 + 2e-9 * Double(rows * columns))
    }
}

extension Features {
    /// The first infinite number, or also the first NaN of rows that may have no missing cell; nil if there is none.
    func firstInvalid(acceptsMissing: Bool) -> (row: Int, column: Int, value: Double)? {
        if case .table = self { return firstInfinite }
        guard !acceptsMissing else { return firstInfinite }
        switch self {
        case .matrix(let matrix): return matrix.firstInvalidElement(accepting: .numbers)
        case .encoded(let encoded): return encoded.firstInvalidElement(accepting: .numbers)
        case .table: return nil
        }
    }
}
