internal import Learning

/// A value for each row of a table, computed from its columns.
///
/// Expressions are written in Swift or parsed from text, in which both of these are the same:
///
/// ```swift
/// let tipped = ColumnExpression.column("tip") / .column("fare") > 0.2
/// let parsed = try ColumnExpression(parsing: "tip / fare > 0.2")
/// ```
///
/// A value is a number, a date, a text, or true or false. True and false count as 1 and 0 in arithmetic. Missing values are
/// those of pandas: a result of arithmetic with a missing value is missing, a comparison with one is false, except for
/// `!=`, which is true, and tests of a missing text are false.
///
/// ``init(parsing:)`` describes the syntax. Whether the columns exist, and whether the operands have the right types, is checked
/// when an expression is used with a ``ChunkedTable``.
public struct ColumnExpression: Sendable {
    /// The syntax tree.
    indirect enum Node: Hashable, Sendable {
        case column(ExactText)
        case number(Double)
        case text(ExactText)
        case call(Function, [Node])
    }

    let node: Node

    init(_ node: Node) { self.node = node }

    /// Returns the values of a column.
    ///
    /// - Parameter name: The name of the column.
    public static func column(_ name: String) -> ColumnExpression {
        ColumnExpression(.column(ExactText(name)))
    }

    /// The names of the columns that the expression reads, each once.
    var columnNames: Set<ExactText> { node.columnNames }
}

extension ColumnExpression.Node {
    var columnNames: Set<ExactText> {
        switch self {
        case .column(let name): [name]
        case .number, .text: []
        case .call(_, let operands): operands.reduce(into: []) { $0.formUnion($1.columnNames) }
        }
    }
}

extension ColumnExpression: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral
{
    /// Creates a number.
    public init(floatLiteral value: Double) { self.init(.number(value)) }

    /// Creates a number.
    public init(integerLiteral value: Int) { self.init(.number(Double(value))) }

    /// Creates a text, or a date where it is compared with one.
    public init(stringLiteral value: String) { self.init(.text(ExactText(value))) }

    /// Creates a number.
    public init(_ number: Double) { self.init(.number(number)) }
}

/// The columns of a table by name, as expressions.
///
/// ```swift
/// let long = trips.filter { $0.distance > 10 && $0["payment type"] == "cash" }
/// ```
@dynamicMemberLookup
public struct ColumnExpressions: Sendable {
    /// The values of the column with the name of the member.
    public subscript(dynamicMember name: String) -> ColumnExpression { .column(name) }

    /// The values of the column with a name.
    public subscript(name: String) -> ColumnExpression { .column(name) }
}
