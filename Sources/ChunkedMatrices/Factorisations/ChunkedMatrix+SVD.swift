import LinearAlgebra
import TaskGraph

extension ChunkedMatrix {
    /// Returns the thin singular value decomposition `U diag(s) Vᵀ` of a matrix with more rows than columns: U, rows × k;
    /// s, 1 × k, in descending order; and Vᵀ, k × columns, where k = min(rows, columns).
    ///
    /// It is that of the triangle of a QR factorisation (``factorised()``). The largest component of each row of Vᵀ is
    /// positive. A NaN or an infinite number fails the computation.
    ///
    /// - Complexity: O(rows × columns²); U is computed only if it is needed.
    public func singularValueDecomposition() -> (u: ChunkedMatrix, s: ChunkedMatrix, vt: ChunkedMatrix) {
        let (q, r) = factorised()
        let count = min(rows, columns)
        func part(_ part: DecompositionPart, rows: Int, columns: Int) -> ChunkedMatrix {
            ChunkedMatrix(
                MatrixNode(
                    PartOfDecomposition(part: part), [r.node], rows: .whole(rows), columns: .whole(columns)))
        }
        return (
            q.times(part(.left, rows: count, columns: count)), part(.values, rows: 1, columns: count),
            part(.right, rows: count, columns: columns)
        )
    }
}

/// A matrix of a singular value decomposition.
enum DecompositionPart: String, CaseIterable, Sendable {
    case left, values, right
}

/// One of the matrices of the decomposition of a matrix of one block.
struct PartOfDecomposition: BlockExpression {
    let part: DecompositionPart

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] { [BlockReading(0, place)] }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        let decomposition = graph.insert(Decompose(), .init(matrix: blocks[0]))
        return graph.insert(TakePart(part: part), .init(decomposition: decomposition))
    }
}

/// Computes the singular value decomposition of a block, with the largest component of each right vector positive.
struct Decompose: TypedOperation {
    struct Inputs: TaskInputList {
        let matrix: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { $0.matrix }
    }

    let name = "decompose-block"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> SingularValues {
        let decomposition = try SingularValues(inputs.matrix)
        let signs = (0..<decomposition.right.rows).map { row -> Double in
            let vector = decomposition.right[row: row]
            let largest = vector.indices.max { vector[$0].magnitude < vector[$1].magnitude }
            return largest.map { vector[$0] < 0 } == true ? -1 : 1
        }
        return SingularValues(
            left: decomposition.left.scaled(by: signs, plus: [Double](repeating: 0, count: signs.count)),
            values: decomposition.values, right: decomposition.right.scaledRows(by: signs))
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.matrix.rows, inputs.matrix.columns)
        return .block(2 * rows, columns, perElement: 5e-9 + 2e-9 * Double(min(rows, columns)))
    }
}

/// Returns a matrix of a decomposition.
struct TakePart: TypedOperation {
    struct Inputs: TaskInputList {
        let decomposition: TaskInput<SingularValues>

        static let order = TaskInputOrder(Inputs.init) { $0.decomposition }
    }

    let part: DecompositionPart
    let name = "part-of-decomposition"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(part.rawValue) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        let decomposition = try inputs.decomposition
        return switch part {
        case .left: decomposition.left
        case .values: Matrix(rows: 1, columns: decomposition.values.count, values: decomposition.values)
        case .right: decomposition.right
        }
    }
}
