extension ColumnExpression.Function {
    /// The type of the result.
    ///
    /// - Parameters:
    ///   - operands: The types of the operands.
    ///   - mismatch: Creates the error that an operand, by its position, is not what is expected.
    func resultKind(
        _ operands: [ValueKind], mismatch: (_ operand: Int, _ expected: String) -> ChunkedTableError
    ) throws -> ValueKind {
        func require(_ isValid: (ValueKind) -> Bool, _ expected: String) throws {
            if let wrong = operands.firstIndex(where: { !isValid($0) }) { throw mismatch(wrong, expected) }
        }
        switch self {
        case .negate, .multiply, .divide, .floorDivide, .modulo, .power, .abs, .sqrt, .log, .exp, .floor,
            .ceil, .round:
            try require(\.isNumeric, "a number")
            return .number
        case .add, .subtract:
            if operands[0] == .date {
                if operands[1].isNumeric { return .date }
                if self == .subtract, operands[1] == .date { return .number }
                throw mismatch(1, self == .add ? "a number of seconds" : "a date or a number of seconds")
            }
            if self == .add, operands[1] == .date, operands[0].isNumeric { return .date }
            try require(\.isNumeric, "a number")
            return .number
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
            let areComparable = operands[0] == operands[1] || operands.allSatisfy(\.isNumeric)
            guard areComparable else { throw mismatch(1, operands[0].phrase) }
            return .flag
        case .and, .or, .not:
            try require({ $0 == .flag }, "a condition")
            return .flag
        case .year, .month, .day, .hour, .minute, .second, .weekday, .date:
            try require({ $0 == .date }, "a date")
            return self == .date ? .date : .number
        case .lower, .upper, .length, .startsWith, .endsWith, .contains:
            try require({ $0 == .text }, "a text")
            return self == .lower || self == .upper ? .text : self == .length ? .number : .flag
        case .isMissing: return .flag
        case .ifMissing:
            guard operands[0] != .text, operands[0] != .flag else { throw mismatch(0, "a number or a date") }
            let areAlike = operands[0] == .date ? operands[1] == .date : operands[1].isNumeric
            guard areAlike else { throw mismatch(1, operands[0].phrase) }
            return operands[0]
        }
    }

    /// Whether the second operand must be a text that is written in the expression.
    var needsLiteral: Bool { self == .startsWith || self == .endsWith || self == .contains }

    /// Whether the result for integers is integers.
    var keepsIntegers: Bool {
        switch self {
        case .negate, .add, .subtract, .multiply, .floorDivide, .modulo, .abs, .ifMissing: true
        default: false
        }
    }
}
