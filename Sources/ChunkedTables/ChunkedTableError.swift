/// An error in an expression, or in the use of a chunked table.
public enum ChunkedTableError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text of an expression is invalid at a character, from 1.
    case syntax(text: String, at: Int, problem: String)

    /// A function of an expression has an operand of another type than it needs.
    case operandType(expression: String, operand: String, found: String, expected: String)

    /// A literal that is compared with dates is no date.
    case notADate(expression: String, text: String)

    /// A condition is not true or false.
    case notACondition(expression: String, found: String)

    /// There is no column with a name; `advice` lists valid names.
    case unknownColumn(name: String, advice: String)

    /// A column is named twice, or a new one has the name of another.
    case duplicateColumn(name: String)

    /// A statistic is not defined for the kind of a column.
    case statisticKind(statistic: String, column: String, found: String, expected: String)

    /// The probability of a quantile is not between 0 and 1.
    case probability(column: String, found: Double)

    /// No statistic is requested.
    case noStatistics

    /// A worker of a cluster cannot read a file.
    case unreadableOnWorker(path: String, reason: String)

    /// No file matches a pattern.
    case noFiles(pattern: String)

    /// A target that must be numbers is not.
    case targetNotNumbers(column: String)

    /// Rows have no target, the first of them on or after a line.
    case missingTargets(file: String, near: Int, column: String, count: Int, rows: Int)

    /// A class is a number that is not whole.
    case notAClass(column: String, found: String)

    /// A part of a file has another number of rows than before.
    case otherRows(file: String, found: Int, expected: Int)

    /// A join has no keys.
    case noKeys

    /// The right table of a join has no column with the name of a key; `advice` lists valid names.
    case unknownKey(name: String, advice: String)

    /// A key has cells of other kinds in the right table of a join than in the left one.
    case keyKinds(key: String, left: String, right: String)

    /// A folder cannot hold rows that wait on disk.
    case spillFolder(path: String, reason: String)

    /// Rows that wait on disk cannot be written or read, for example because the disk is full.
    case spill(folder: String, reason: String)

    /// The result cannot be written to a file.
    case cannotWrite(path: String, reason: String)

    /// A task has failed in another process, which returns only the description of its error.
    case taskFailed(reason: String)

    /// The error message.
    public var description: String {
        switch self {
        case .syntax(let text, let place, let problem): "'\(text)', character \(place): \(problem)"
        case .operandType(let expression, let operand, let found, let expected):
            "in '\(expression)', '\(operand)' is \(found); expected \(expected)"
        case .notADate(let expression, let text):
            "in '\(expression)', '\(text)' is compared with dates; expected a date such as 2024-03-31"
        case .notACondition(let expression, let found):
            "'\(expression)' is \(found); expected a condition, such as fare > 0"
        case .unknownColumn(let name, let advice): "there is no column '\(name)'; \(advice)"
        case .duplicateColumn(let name): "there are two columns '\(name)'; names must be unique"
        case .statisticKind(let statistic, let column, let found, let expected):
            "the \(statistic) of '\(column)', which is \(found), is not defined; expected \(expected)"
        case .probability(let column, let found):
            "the quantile of '\(column)' is for \(found); expected a number from 0 to 1"
        case .noStatistics: "there is no statistic; name at least one, such as a mean"
        case .unreadableOnWorker(let path, let reason):
            "\(path): cannot be read on a worker of the cluster: \(reason); workers read the files themselves, so all of them "
                + "need the file under this path, with the same modification time"
        case .noFiles(let pattern): "\(pattern): there is no such file"
        case .targetNotNumbers(let column):
            "the target '\(column)' is not of numbers, which regression needs; predict its classes, or convert it"
        case .missingTargets(let file, let line, let column, let count, let rows):
            "\(file), near line \(line): the target '\(column)' is missing in \(count) of \(rows) rows; filter such rows"
        case .notAClass(let column, let found):
            "the target '\(column)' has the number \(found); classes must be texts or whole numbers"
        case .otherRows(let file, let found, let expected):
            "\(file): a part has \(found) rows, but had \(expected) when the target was read"
        case .noKeys: "a join has no keys; name at least one column that both tables have"
        case .unknownKey(let name, let advice): "the right table has no column '\(name)'; \(advice)"
        case .keyKinds(let key, let left, let right):
            "the key '\(key)' is \(left) in the left table and \(right) in the right one; read both as the same"
                + " kind, for example with --type '\(key)=category'"
        case .spillFolder(let path, let reason): "\(path): this cannot be the spill folder: \(reason)"
        case .spill(let folder, let reason):
            "\(folder): rows cannot wait in this folder: \(reason); choose another one with --spill"
                + " (in Swift, SpillFolder)"
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
        case .taskFailed(let reason): reason
        }
    }
}
