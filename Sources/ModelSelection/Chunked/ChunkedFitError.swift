/// An error of a fit to a chunked matrix.
public enum ChunkedFitError: Error, Sendable, Equatable {
    /// A step cannot be fitted to chunks.
    case stepReadsAllRows(step: String, others: [String])

    /// A fit to the summary of the rows would not be accurate.
    case summaryNotAccurate(step: String)

    /// A pipeline has branches of columns.
    case branchesOfColumns

    /// The target has another number of rows, or more than one column.
    case targetShape(rows: Int, columns: Int, expectedRows: Int)

    /// The target of a row is not the index of a class.
    case unknownClass(row: Int, value: Double, classes: Int)
}

extension ChunkedFitError: CustomStringConvertible {
    /// One line, which names the step or the row, and says what to do.
    public var description: String {
        switch self {
        case .stepReadsAllRows(let step, let others):
            "\(step) cannot be fitted to chunks, because it reads all rows at once; steps that can are "
                + others.joined(separator: ", ")
        case .summaryNotAccurate(let step):
            "\(step) cannot be fitted to a summary of these rows without loss of digits: columns are linearly "
                + "dependent, or nearly so; remove some of them, raise the penalty, or fit to a matrix in memory"
        case .branchesOfColumns:
            "a pipeline with branches of columns cannot be fitted to chunks"
        case .targetShape(let rows, let columns, let expectedRows):
            "the target is \(rows) × \(columns); expected \(expectedRows) × 1"
        case .unknownClass(let row, let value, let classes):
            "row \(row) of the target is \(value), which is not the index of one of \(classes) classes"
        }
    }
}
