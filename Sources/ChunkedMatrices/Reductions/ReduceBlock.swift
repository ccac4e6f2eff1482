import LinearAlgebra
import TaskGraph

/// Reduces a block to a partial result.
struct ReduceBlock: TypedOperation {
    let program: ElementProgram
    let statistic: Statistic
    let axis: ReductionAxis
    let name = "reduce-block"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        program.encode(into: &encoder)
        encoder.append(statistic.rawValue)
        encoder.append(axis.rawValue)
    }

    func run(_ inputs: TaskInputValues<Blocks>, in context: TaskContext) throws -> Matrix {
        try TileEvaluator.with(program, inputs.blocks) { evaluator in
            let lanes =
                switch axis {
                case .byColumn: evaluator.columns
                case .byRow: evaluator.rows
                case .overall: 1
                }
            var partial = PartialResult(statistic, lanes: lanes)
            evaluator.forEachTile { rows, columns, tile in
                partial.add(
                    tile, width: columns.count, axis: axis, row: rows.lowerBound, column: columns.lowerBound)
            }
            return partial.matrix
        }
    }

    func estimate(for inputs: TaskInputEstimates<Blocks>) -> TaskEstimate {
        let (rows, columns) = program.shape(of: inputs.blocks)
        let lanes = axis == .byColumn ? columns : axis == .byRow ? rows : 1
        var estimate = TaskEstimate.block(statistic.count, lanes, perElement: 0)
        estimate.seconds += 5e-10 * Double(rows * columns * program.steps.count)
        return estimate
    }
}

/// Combines partial results of the same elements' rows or columns.
struct CombinePartials: TypedOperation {
    let statistic: Statistic
    let name = "combine-partial-results"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(statistic.rawValue) }

    func run(_ inputs: TaskInputValues<Blocks>, in context: TaskContext) throws -> Matrix {
        let partials = try inputs.blocks
        var total = PartialResult(statistic, lanes: partials.first?.columns ?? 0)
        for partial in partials {
            guard partial.rows == statistic.count, partial.columns == total.lanes else {
                throw ChunkedMatricesError.otherShape(
                    rows: partial.rows, columns: partial.columns, expectedRows: statistic.count,
                    expectedColumns: total.lanes)
            }
            total.combine(partial)
        }
        return total.matrix
    }
}

/// Computes the results of a reduction from the partial result of all elements.
struct FinishReduction: TypedOperation {
    struct Inputs: TaskInputList {
        let partial: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { $0.partial }
    }

    let statistic: Statistic
    let result: ReductionResult
    /// Whether the results are a column rather than a row.
    let isColumn: Bool
    let name = "finish-reduction"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(statistic.rawValue)
        encoder.append(isColumn)
        switch result {
        case .value: encoder.append("value")
        case .mean(let count):
            encoder.append("mean")
            encoder.append(count)
        case .variance(let ddof):
            encoder.append("variance")
            encoder.append(ddof)
        case .standardDeviation(let ddof):
            encoder.append("standard-deviation")
            encoder.append(ddof)
        }
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        let partial = try inputs.partial
        let values: [Double] =
            switch result {
            case .value: partial[row: 0]
            case .mean(let count): partial[row: 0].map { $0 / Double(count) }
            case .variance(let ddof): Self.variances(partial, ddof)
            case .standardDeviation(let ddof): Self.variances(partial, ddof).map { $0.squareRoot() }
            }
        return isColumn
            ? Matrix(rows: values.count, columns: 1, values: values)
            : Matrix(rows: 1, columns: values.count, values: values)
    }

    /// Returns NaN where there are no more elements than `ddof`, as NumPy does for 0 / 0.
    private static func variances(_ moments: Matrix, _ ddof: Int) -> [Double] {
        zip(moments[row: 0], moments[row: 2]).map { count, squares in
            count > Double(ddof) ? squares / (count - Double(ddof)) : .nan
        }
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let lanes = inputs.partial.columns
        return isColumn ? .block(lanes, 1, perElement: 1e-9) : .block(1, lanes, perElement: 1e-9)
    }
}
