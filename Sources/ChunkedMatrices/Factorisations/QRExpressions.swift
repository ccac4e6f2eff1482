import LinearAlgebra
import TaskGraph

/// The triangles of the QR factorisations of each chunk of rows, one below the other.
struct ChunkTriangles: BlockExpression {
    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] { [BlockReading(0, place)] }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        let factors = graph.insert(Factorise(), .init(matrix: blocks[0]))
        return graph.insert(TriangleOf(), .init(factors: factors))
    }
}

/// The orthogonal factor of each chunk of rows, multiplied by the rows of the second input for it, if there is one.
struct ChunkRotations: BlockExpression {
    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] {
        node.inputs.indices.map { BlockReading($0, place) }
    }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        let factors = graph.insert(Factorise(), .init(matrix: blocks[0]))
        return graph.insert(Rotate(), .init(factors: factors, rows: blocks.count > 1 ? blocks[1] : nil))
    }
}

/// Computes the QR factorisation of a block.
struct Factorise: TypedOperation {
    struct Inputs: TaskInputList {
        let matrix: TaskInput<Matrix>

        static let order = TaskInputOrder(Inputs.init) { $0.matrix }
    }

    let name = "factorise-block"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Orthogonalisation {
        try Orthogonalisation(inputs.matrix)
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.matrix.rows, inputs.matrix.columns)
        return .block(rows, columns, perElement: 1e-9 + 2e-10 * Double(min(rows, columns)))
    }
}

/// Returns the triangle of a factorisation.
struct TriangleOf: TypedOperation {
    struct Inputs: TaskInputList {
        let factors: TaskInput<Orthogonalisation>

        static let order = TaskInputOrder(Inputs.init) { $0.factors }
    }

    let name = "triangle-of"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        try inputs.factors.triangle
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.factors.rows, inputs.factors.columns)
        return .block(min(rows, columns), columns, perElement: 1e-9)
    }
}

/// Multiplies the orthogonal factor of a factorisation by some rows, or returns it.
struct Rotate: TypedOperation {
    struct Inputs: TaskInputList {
        let factors: TaskInput<Orthogonalisation>
        let rows: TaskInput<Matrix>?

        static let order = TaskInputOrder(Inputs.init) { ($0.factors, $0.rows) }
    }

    let name = "rotate-rows"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> Matrix {
        let factors = try inputs.factors
        let count = factors.factors.count
        var rows = try inputs.rows ?? Matrix(rows: count, columns: count)
        if try inputs.rows == nil {
            for index in 0..<count { rows[index, index] = 1 }
        }
        guard rows.rows == count else {
            throw ChunkedMatricesError.otherShape(
                rows: rows.rows, columns: rows.columns, expectedRows: count, expectedColumns: rows.columns)
        }
        return factors.timesQ(rows)
    }

    func estimate(for inputs: TaskInputEstimates<Inputs>) -> TaskEstimate {
        let (rows, columns) = (inputs.factors.rows, inputs.factors.columns)
        return .block(rows, min(rows, columns), perElement: 1e-9 + 2e-10 * Double(min(rows, columns)))
    }
}
