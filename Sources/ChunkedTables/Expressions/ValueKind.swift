internal import Learning

/// The type of the values of an expression.
enum ValueKind: String, Sendable, Hashable {
    case number, date, text
    /// True or false.
    case flag

    /// Creates the type of the cells of a column.
    init(_ kind: ColumnKind) {
        switch kind {
        case .number: self = .number
        case .date: self = .date
        case .category: self = .text
        }
    }

    /// The type in messages.
    var phrase: String {
        switch self {
        case .number: "a number"
        case .date: "a date"
        case .text: "a text"
        case .flag: "true or false"
        }
    }

    /// Whether the values are numbers, as which true and false count, too.
    var isNumeric: Bool { self == .number || self == .flag }

    /// The type of cells with the values, in which true and false are numbers.
    var ofCells: ValueKind { self == .flag ? .number : self }

    /// The kind of a column of a table with the values.
    var columnKind: ColumnKind {
        switch self {
        case .number, .flag: .number
        case .date: .date
        case .text: .category
        }
    }
}
