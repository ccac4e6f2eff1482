internal import LinearAlgebra
internal import TaskGraph

/// Reads the rows of a part as a matrix.
struct ReadNumbers: TypedOperation {
    /// What is read, whose outputs are the columns.
    let scan: PartScan

    /// The names of the columns, for errors.
    let columns: [String]

    /// The number of rows, counted before.
    let rows: Int

    let name = "read-numbers"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        scan.encode(into: &encoder)
        encoder.append(list: columns)
        encoder.append(rows)
    }

    /// - Throws: `TabularError`; ``ChunkedTableError/missingNumber(file:near:column:)``.
    func run(_ inputs: TaskInputValues<ScanInputs>, in context: TaskContext) throws -> Matrix {
        let width = columns.count
        var values: [Double] = []
        values.reserveCapacity(rows * width)
        var found = 0
        var missing: (row: Int, column: Int)?
        try scan.forEachBlock(of: inputs.scanned(), in: context) { block, _ in
            let outputs = block.outputs.map(\.operand)
            for row in 0..<block.rows {
                for (column, output) in outputs.enumerated() {
                    let value =
                        switch output {
                        case .values(let values): values[row]
                        case .constant(let value): value
                        }
                    if value.isNaN, missing == nil { missing = (found + row, column) }
                    values.append(value)
                }
            }
            found += block.rows
            return missing == nil
        }
        if let missing {
            let (file, line) = scan.source.place(of: missing.row)
            throw ChunkedTableError.missingNumber(file: file, near: line, column: columns[missing.column])
        }
        guard found == rows else {
            throw ChunkedTableError.otherRows(
                file: scan.source.place(of: 0).file, found: found, expected: rows)
        }
        return Matrix(rows: rows, columns: width, values: values)
    }

    func estimate(for inputs: TaskInputEstimates<ScanInputs>) -> TaskEstimate {
        TaskEstimate(
            seconds: scan.seconds, bytes: 8 * rows * columns.count, workBytes: 4 << 20, rows: rows,
            columns: columns.count)
    }
}
