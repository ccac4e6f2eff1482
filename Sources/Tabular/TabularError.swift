/// What can be wrong with a file, or with a table's columns for the use that is to be made of them.
public enum TabularError: Error, Equatable, Sendable, CustomStringConvertible {
    // MARK: The file

    /// There is no file of that name.
    case fileNotFound(path: String)

    /// The path leads to a directory.
    case directory(path: String)

    /// The system would not open or read the file, for the reason it gives.
    case unreadable(path: String, reason: String)

    /// The file is compressed, in a format such as gzip.
    case compressed(file: String, format: String)

    /// There is no header.
    case emptyFile(file: String)

    /// There is a header and nothing else.
    case noRows(file: String)

    // MARK: Its form

    /// Two columns have one name; their positions count from 1.
    case duplicateColumn(file: String, name: String, positions: [Int])

    /// A column has no name; its position counts from 1.
    case emptyColumnName(file: String, position: Int)

    /// A row has fewer or more values than the header has names. The position's column is the first that is absent,
    /// or is one too many.
    case raggedRow(at: CellPosition, found: Int, expected: Int)

    /// A blank line is followed by other lines.
    case blankLine(file: String, line: Int)

    /// A quoted value does not end.
    case unterminatedQuote(at: CellPosition)

    /// A quoted value is followed by something other than a comma or the line's end.
    case textAfterQuote(at: CellPosition, found: String)

    /// There is a quote in a value that does not begin with one.
    case quoteInsideValue(at: CellPosition)

    /// A carriage return outside quotes is not followed by a line feed.
    case loneCarriageReturn(at: CellPosition)

    /// A value or name is not UTF-8.
    case invalidUTF8(at: CellPosition)

    /// A row has more bytes than one may have.
    case recordTooLong(file: String, line: Int, limit: Int)

    // MARK: Its columns

    /// There is no column of a name that was asked for. `nearest` are the names it may have been meant to be.
    case unknownColumn(file: String, name: String, nearest: [String])

    /// Columns that a model was fitted to are absent.
    case missingFeatures(file: String, names: [String])

    /// No column is left to learn from.
    case noFeatures(file: String, target: String)

    // MARK: Its cells

    /// A cell that has to be a number is text.
    case notANumber(at: CellPosition, found: String, role: ColumnRole)

    /// A cell that has to have a value has none.
    case missingCell(at: CellPosition, role: ColumnRole)

    /// A cell that has to be a finite number is spelled as NaN or infinity.
    case notFinite(at: CellPosition, found: String, role: ColumnRole)

    /// A number is too large for a double.
    case tooLarge(at: CellPosition, found: String, role: ColumnRole)

    /// A class is a number that is not whole, or too large to be told from its neighbours.
    case notAClass(at: CellPosition, found: String, role: ColumnRole)

    /// All rows are of one class.
    case oneClass(file: String, column: String, name: String)

    /// The message for people.
    public var description: String {
        switch self {
        case .fileNotFound(let path): "\(path): there is no such file"
        case .directory(let path): "\(path): this is a directory; a CSV file is expected"
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .compressed(let file, let format): "\(file): this is compressed (\(format)); decompress it first"
        case .emptyFile(let file): "\(file): the file is empty; a header and rows are expected"
        case .noRows(let file): "\(file): there is a header, but no row below it"
        case .duplicateColumn(let file, let name, let positions):
            "\(file):1:\(name): columns \(positions.map(String.init).joined(separator: " and ")) have this name;"
                + " every column needs its own"
        case .emptyColumnName(let file, let position):
            "\(file):1:#\(position): column \(position) has no name; every column needs one"
        case .raggedRow(let position, let found, let expected):
            "\(position): the row has \(Self.values(found)); \(expected) are expected, one for each name in the header"
        case .blankLine(let file, let line):
            "\(file):\(line): a blank line is followed by others; blank lines may only end a file"
                + " (write \"\" for a missing value)"
        case .unterminatedQuote(let position): "\(position): the quote that begins this value is never closed"
        case .textAfterQuote(let position, let found):
            "\(position): '\(found)' follows a closing quote; a comma or the line's end is expected"
                + " (a quote inside quotes is doubled)"
        case .quoteInsideValue(let position):
            "\(position): there is a quote inside a value that has none around it;"
                + " put the whole value in quotes and double the one inside"
        case .loneCarriageReturn(let position):
            "\(position): there is a carriage return without a line feed; lines have to end in LF or CRLF"
        case .invalidUTF8(let position): "\(position): this is not UTF-8; save the file in that encoding"
        case .recordTooLong(let file, let line, let limit):
            "\(file):\(line): the row has more than \(limit) bytes; is a quote left open?"
        case .unknownColumn(let file, let name, let nearest):
            "\(file): there is no column '\(name)'"
                + (nearest.isEmpty ? "" : "; there is \(nearest.map { "'\($0)'" }.joined(separator: ", "))")
        case .missingFeatures(let file, let names):
            "\(file): the model needs \(names.count == 1 ? "a column that is" : "columns that are") not there:"
                + " \(names.map { "'\($0)'" }.joined(separator: ", "))"
        case .noFeatures(let file, let target):
            "\(file): no column is left to learn from besides the target '\(target)'"
        case .notANumber(let position, let found, let role):
            "\(position): \(role.phrase) has to be a number, but this is '\(found)'"
        case .missingCell(let position, let role):
            "\(position): \(role.phrase) has to have a value, but this is missing"
        case .notFinite(let position, let found, let role):
            "\(position): \(role.phrase) has to be finite, but this is '\(found)'"
        case .tooLarge(let position, let found, let role):
            "\(position): \(role.phrase) has to be at most 1.8e308 in size, but this is '\(found)'"
        case .notAClass(let position, let found, let role):
            "\(position): \(role.phrase) has to be text or a whole number, but this is '\(found)'"
        case .oneClass(let file, let column, let name):
            "\(file): the target '\(column)' is '\(name)' in every row; at least two classes are expected"
        }
    }

    private static func values(_ count: Int) -> String { count == 1 ? "1 value" : "\(count) values" }
}

/// What a column is used as.
public enum ColumnRole: String, Sendable, Equatable {
    /// Something to learn from.
    case feature
    /// What is to be told: a class or a number.
    case target
    /// What keeps rows together in cross-validation.
    case group

    /// A cell of the column, in messages.
    var phrase: String { "a \(rawValue)" }
}
