/// An error of a fit to rows in chunks, or of a search over them.
public enum ChunkedFitError: Error, Sendable, Equatable {
    /// A step cannot be fitted to chunks.
    case stepReadsAllRows(step: String, others: [String])

    /// A step with its parameters needs all cells of a column, or of columns of every kind if it is nil.
    case stepReadsAllCells(step: String, column: String?, reason: String)

    /// A step accepts missing cells, but not where it is fitted to chunks.
    case stepReadsMissingCells(step: String)

    /// A fit to the summary of the rows would not be accurate.
    case summaryNotAccurate(step: String)

    /// The target has another number of rows, or more than one column.
    case targetShape(rows: Int, columns: Int, expectedRows: Int)

    /// The target of a row is not the index of a class.
    case unknownClass(row: Int, value: Double, classes: Int)

    /// A score is not a sum over rows.
    case scorerReadsAllRows(scorer: String, others: [String])

    /// The test sets of a splitter are not folds of the rows.
    case splitterHasNoFolds(splitter: String)

    /// An option of a search does not apply to rows in chunks.
    case optionNotSupported(option: String)
}

extension ChunkedFitError: CustomStringConvertible {
    /// One line, which names the step or the row, and says what to do.
    public var description: String {
        switch self {
        case .stepReadsAllRows(let step, let others):
            "\(step) cannot be fitted to chunks, because it reads all rows at once; steps that can are "
                + others.joined(separator: ", ")
        case .stepReadsAllCells(let step, let column, let reason):
            "\(step) cannot be fitted to chunks\(column.map { " of the column '\($0)'" } ?? ""), because \(reason)"
        case .stepReadsMissingCells(let step):
            "\(step) cannot be fitted to chunks with missing cells; fill them before it, with simple-imputer"
        case .summaryNotAccurate(let step):
            "\(step) cannot be fitted to a summary of these rows without loss of digits: columns are linearly "
                + "dependent, or nearly so; remove some of them (of indicators, with drop=first), raise the penalty, or fit to a matrix in memory"
        case .targetShape(let rows, let columns, let expectedRows):
            "the target is \(rows) × \(columns); expected \(expectedRows) × 1"
        case .unknownClass(let row, let value, let classes):
            "row \(row) of the target is \(value), which is not the index of one of \(classes) classes"
        case .scorerReadsAllRows(let scorer, let others):
            "\(scorer) cannot score chunks, because it reads all rows at once; scorers that can are "
                + others.joined(separator: ", ")
        case .splitterHasNoFolds(let splitter):
            "\(splitter) cannot split rows in chunks; splitters that can are k folds and stratified k folds, shuffled or not"
        case .optionNotSupported(let option):
            "\(option) does not apply to a search over rows in chunks"
        }
    }
}
