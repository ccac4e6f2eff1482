import Learning

/// An error in a file, or in the columns of a table for a given use.
public enum TabularError: Error, Equatable, Sendable, CustomStringConvertible {
    // MARK: The file

    /// There is no file at the path.
    case fileNotFound(path: String)

    /// The path is a directory.
    case directory(path: String)

    /// The file cannot be opened or read, for the given reason.
    case unreadable(path: String, reason: String)

    /// The file is compressed in a format that cannot be read, such as zip.
    case compressed(file: String, format: String)

    /// A compressed file ends before its end mark.
    case truncated(file: String, format: String)

    /// A compressed file is invalid, for the given reason.
    case damaged(file: String, format: String, reason: String)

    /// A character cannot separate cells.
    case invalidSeparator(String)

    /// The file is empty.
    case emptyFile(file: String)

    /// The file has a header but no rows.
    case noRows(file: String)

    // MARK: The format

    /// Two columns have the same name; positions count from 1.
    case duplicateColumn(file: String, name: String, positions: [Int])

    /// A table without columns.
    case noColumns(file: String)

    /// The columns of a table have different lengths.
    case columnLengths(file: String, column: String, found: Int, expected: Int)

    /// A column has no name; positions count from 1.
    case emptyColumnName(file: String, position: Int)

    /// A row has fewer or more values than the header has names.
    ///
    /// The column of the position is the first missing or surplus one.
    case raggedRow(at: CellPosition, found: Int, expected: Int)

    /// A blank line is followed by other lines.
    case blankLine(file: String, line: Int)

    /// The closing quote of a value is missing.
    case unterminatedQuote(at: CellPosition)

    /// A quoted value is followed by something other than the separator or the end of the line.
    case textAfterQuote(at: CellPosition, found: String)

    /// An unquoted value contains a quote.
    case quoteInsideValue(at: CellPosition)

    /// A carriage return outside quotes is not followed by a line feed.
    case loneCarriageReturn(at: CellPosition)

    /// A value or name is not valid UTF-8.
    case invalidUTF8(at: CellPosition)

    /// A row exceeds the maximum number of bytes.
    case recordTooLong(file: String, line: Int, limit: Int)

    // MARK: The columns

    /// There is no column with the given name. `nearest` are similar names.
    case unknownColumn(file: String, name: String, known: [String])

    /// Columns that a model needs are missing.
    case missingFeatures(file: String, names: [String])

    /// The table has no feature columns.
    case noFeatures(file: String, target: String)

    // MARK: The cells

    /// A cell that must be a number is text.
    case notANumber(at: CellPosition, found: String, role: ColumnRole)

    /// A column that must have numbers was read with the kind `category`.
    case readAsCategory(column: String, role: ColumnRole)

    /// A cell is not of the kind that its column must have.
    case notOfKind(at: CellPosition, found: String, kind: ColumnKind)

    /// A cell is not of the kind that a sample of the file determined for its column.
    case notOfSampledKind(at: CellPosition, found: String, kind: ColumnKind)

    /// An integer is beyond 2⁵³, where numbers are rounded, in a column that a sample of the file determined to be numbers.
    case roundedInteger(at: CellPosition, found: String)

    /// The columns of a file are not those of the first of several files.
    case otherColumns(file: String, first: String, missing: [String], surplus: [String])

    /// A cell that must have a value is missing.
    case missingCell(at: CellPosition, role: ColumnRole)

    /// Some rows have no target; the position is that of the first.
    case missingTargets(at: CellPosition, count: Int, rows: Int)

    /// No row has a value in a column.
    case noValues(file: String, column: String)

    /// A cell that must be a finite number is an infinity.
    case notFinite(at: CellPosition, found: String, role: ColumnRole)

    /// A number is too large for a double.
    case tooLarge(at: CellPosition, found: String, role: ColumnRole)

    /// A class label is a number that is not whole, or too large for a double to represent uniquely.
    case notAClass(at: CellPosition, found: String, role: ColumnRole)

    /// A weight is negative.
    case negativeWeight(at: CellPosition, found: String)

    /// All weights of a column are 0.
    case noWeight(file: String, column: String)

    /// All rows have the same class.
    case oneClass(file: String, column: String, name: String)

    /// The error message.
    public var description: String {
        switch self {
        case .fileNotFound(let path): "\(path): there is no such file"
        case .directory(let path): "\(path): this is a directory; expected a CSV file"
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .compressed(let file, let format):
            "\(file): the file is compressed (\(format)); decompress it first, or use gzip"
        case .truncated(let file, let format): "\(file): the \(format) file is truncated: its end is missing"
        case .damaged(let file, let format, let reason): "\(file): the \(format) file is damaged: \(reason)"
        case .invalidSeparator(let found):
            "'\(found)' cannot separate cells; expected one character such as ',', ';', '|' or a tab that is not the"
                + " decimal mark"
        case .emptyFile(let file): "\(file): the file is empty; expected a header and rows"
        case .noRows(let file): "\(file): the file has a header but no rows"
        case .duplicateColumn(let file, let name, let positions):
            "\(file):1:\(name): columns \(positions.map(String.init).joined(separator: " and ")) have the same name;"
                + " column names must be unique"
        case .noColumns(let file): "\(file): there are no columns; a table has at least one"
        case .columnLengths(let file, let column, let found, let expected):
            "\(file): column '\(column)' has \(found) rows; the first column has \(expected)"
        case .emptyColumnName(let file, let position):
            "\(file):1:#\(position): column \(position) has no name; every column must have one"
        case .raggedRow(let position, let found, let expected):
            "\(position): the row has \(Self.values(found)); expected \(expected), one for each name in the header"
        case .blankLine(let file, let line):
            "\(file):\(line): blank line before other rows; blank lines are allowed only at the end of a file"
                + " (write \"\" for a missing value)"
        case .unterminatedQuote(let position): "\(position): the quote that begins this value is never closed"
        case .textAfterQuote(let position, let found):
            "\(position): '\(found)' follows a closing quote; expected the separator or the end of the line"
                + " (double a quote inside quotes)"
        case .quoteInsideValue(let position):
            "\(position): quote inside an unquoted value;"
                + " quote the whole value and double the quote inside it"
        case .loneCarriageReturn(let position):
            "\(position): carriage return without a line feed; lines must end in LF or CRLF"
        case .invalidUTF8(let position): "\(position): the text is not valid UTF-8; save the file as UTF-8"
        case .recordTooLong(let file, let line, let limit):
            "\(file):\(line): the row has more than \(limit) bytes; a closing quote may be missing"
        case .unknownColumn(let file, let name, let known):
            "\(file): there is no column '\(name)'; \(advice(for: name, among: known))"
        case .missingFeatures(let file, let names):
            "\(file): the model needs \(names.count == 1 ? "a column that is" : "columns that are") missing:"
                + " \(names.map { "'\($0)'" }.joined(separator: ", "))"
        case .noFeatures(let file, let target):
            "\(file): there are no feature columns besides the target '\(target)'"
        case .notANumber(let position, let found, let role):
            "\(position): \(role.phrase) must be a number, but found '\(found)'"
        case .readAsCategory(let column, let role):
            "the type of the column '\(column)' is category, but \(role.phrase) must be a number"
        case .notOfKind(let position, let found, let kind):
            "\(position): the column must contain \(Self.examples(of: kind)), but found '\(found)'"
        case .notOfSampledKind(let position, let found, let kind):
            Self.notOfSampledKind(position, found, kind)
        case .roundedInteger(let position, let found):
            "\(position): the integer '\(found)' is too large for the numbers of the column, which are exact below 2^53;"
                + " pass --type '\(position.column)=category' to keep its digits, or"
                + " --type '\(position.column)=number' to round it"
        case .otherColumns(let file, let first, let missing, let surplus):
            Self.otherColumns(file, first, missing, surplus)
        case .missingCell(let position, let role):
            "\(position): \(role.phrase) must have a value, but the cell is empty"
        case .missingTargets(let position, let count, let rows):
            "\(position): the target is missing in \(count) of \(rows) rows, of which this is the first;"
                + " drop them with --drop-missing-target (in Swift, dropMissingTarget: true)"
        case .noValues(let file, let column): "\(file): every cell of the column '\(column)' is missing"
        case .notFinite(let position, let found, let role):
            "\(position): \(role.phrase) must be finite, but found '\(found)'"
        case .tooLarge(let position, let found, let role):
            "\(position): \(role.phrase) must be at most 1.8e308 in magnitude, but found '\(found)'"
        case .negativeWeight(let position, let found):
            "\(position): a weight must be at least 0, but found '\(found)'"
        case .noWeight(let file, let column): "\(file): all weights in the column '\(column)' are 0"
        case .notAClass(let position, let found, let role):
            "\(position): \(role.phrase) must be text or a whole number"
                + (found.contains(".") ? "" : " below 2^53 in magnitude") + ", but found '\(found)'"
        case .oneClass(let file, let column, let name):
            "\(file): the target '\(column)' is '\(name)' in every row; expected at least two classes"
        }
    }

    private static func notOfSampledKind(_ position: CellPosition, _ found: String, _ kind: ColumnKind)
        -> String
    {
        let column = position.column
        let advice = "pass --type '\(column)=category' (in Swift, types: [\"\(column)\": .category])"
        return
            "\(position): the column must contain \(examples(of: kind)), as in a sample of the data, but found"
            + " '\(found)'; \(advice), or --missing '\(found)' if it marks a missing cell"
    }

    private static func otherColumns(
        _ file: String, _ first: String, _ missing: [String], _ surplus: [String]
    ) -> String {
        func list(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }
        var differences: [String] = []
        if !missing.isEmpty { differences.append("it lacks \(list(missing))") }
        if !surplus.isEmpty { differences.append("it has also \(list(surplus))") }
        return "\(file): the columns are not those of \(first): \(differences.joined(separator: ", and "))"
    }

    private static func examples(of kind: ColumnKind) -> String {
        switch kind {
        case .number: "numbers"
        case .category: "categories"
        case .date: "dates such as 2024-03-31 or 2024-03-31T18:30:00Z"
        }
    }

    private static func values(_ count: Int) -> String { count == 1 ? "1 value" : "\(count) values" }
}

/// The use of a column.
public enum ColumnRole: String, Sendable, Equatable {
    /// A column to learn from.
    case feature
    /// The column to predict: a class or a number.
    case target
    /// The column whose values keep rows together in cross-validation.
    case group
    /// The column with the weights of rows.
    case weight

    /// The noun phrase for a cell of the column in messages.
    var phrase: String { "a \(rawValue)" }
}
