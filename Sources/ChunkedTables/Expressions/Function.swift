extension ColumnExpression {
    /// The operators and functions of expressions; the raw values are those of the syntax.
    enum Function: String, Hashable, Sendable, CaseIterable {
        case negate = "-x"
        case not
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case floorDivide = "//"
        case modulo = "%"
        case power = "**"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case equal = "=="
        case notEqual = "!="
        case and
        case or
        case abs, sqrt, log, exp, floor, ceil, round
        case year, month, day, hour, minute, second, weekday, date
        case lower, upper, length
        case startsWith = "starts_with"
        case endsWith = "ends_with"
        case contains
        case isMissing = "is_missing"
        case ifMissing = "if_missing"
    }
}

extension ColumnExpression.Function {
    /// How the function is written.
    enum Form {
        /// Between its operands, which bind less tightly if the number is smaller.
        case infix(Int)
        /// Before its operand.
        case prefix(Int)
        /// By its name, with operands in parentheses.
        case call(operands: Int)
    }

    /// How the function is written.
    var form: Form {
        switch self {
        case .or: .infix(1)
        case .and: .infix(2)
        case .not: .prefix(3)
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: .infix(4)
        case .add, .subtract: .infix(5)
        case .multiply, .divide, .floorDivide, .modulo: .infix(6)
        case .negate: .prefix(7)
        case .power: .infix(8)
        case .startsWith, .endsWith, .contains, .ifMissing: .call(operands: 2)
        default: .call(operands: 1)
        }
    }

    /// Whether the function compares its operands.
    var isComparison: Bool { if case .infix(4) = form { true } else { false } }

    /// The functions that are called by name.
    static let named: [String: ColumnExpression.Function] = {
        let called = allCases.filter { if case .call = $0.form { true } else { false } }
        return Dictionary(uniqueKeysWithValues: called.map { ($0.rawValue, $0) })
    }()
}
