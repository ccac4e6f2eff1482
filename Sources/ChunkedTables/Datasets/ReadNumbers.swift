internal import LinearAlgebra
internal import TaskGraph

/// Reads the rows of a part as a matrix, in which NaN is a missing cell.
struct ReadNumbers: TypedOperation {
    /// What is read, whose outputs are the columns.
    let scan: PartScan

    /// The number of columns.
    let columns: Int

    /// The number of rows, counted before.
    let rows: Int

    let name = "read-numbers"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(columns)
        encoder.append(rows)
    }

    /// - Throws: `TabularError`; ``ChunkedTableError/otherRows(file:found:expected:)``.
    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> Matrix {
        var values: [Double] = []
        values.reserveCapacity(rows * columns)
        var found = 0
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, _ in
            let outputs = block.outputs.map(\.operand)
            for row in 0..<block.rows {
                for output in outputs {
                    switch output {
                    case .values(let cells): values.append(cells[row])
                    case .constant(let cell): values.append(cell)
                    }
                }
            }
            found += block.rows
            return true
        }
        guard found == rows else {
            throw ChunkedTableError.otherRows(
                file: scan.source.place(of: 0).file, found: found, expected: rows)
        }
        return Matrix(rows: rows, columns: columns, values: values)
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        TaskEstimate(
            seconds: scan.seconds, bytes: 8 * rows * columns, workBytes: 4 << 20, rows: rows,
            columns: columns)
    }
}
