internal import Learning

extension ColumnExpression: CustomStringConvertible {
    /// The expression in the syntax of ``init(parsing:)``, with the fewest parentheses.
    public var description: String { node.text(within: 0) }
}

extension ColumnExpression.Node {
    /// The text as an operand of an operator; in parentheses if it binds less tightly than `strength`.
    func text(within strength: Int) -> String {
        switch self {
        case .column(let name): return Self.columnText(name.text)
        case .number(let value): return Self.numberText(value)
        case .text(let text): return Self.quoted(text.text, "'")
        case .call(let function, let operands):
            switch function.form {
            case .call:
                return "\(function.rawValue)(\(operands.map { $0.text(within: 0) }.joined(separator: ", ")))"
            case .prefix(let own):
                let operand = operands[0].text(within: own)
                return Self.wrapped((function == .not ? "not " : "-") + operand, if: own < strength)
            case .infix(let own):
                // Comparisons do not chain, and powers group to the right.
                let (left, right) =
                    function == .power || function.isComparison ? (own + 1, own) : (own, own + 1)
                let text =
                    operands[0].text(within: left) + " \(function.rawValue) "
                    + operands[1].text(within: function.isComparison ? own + 1 : right)
                return Self.wrapped(text, if: own < strength)
            }
        }
    }

    private static func wrapped(_ text: String, if isWrapped: Bool) -> String {
        isWrapped ? "(\(text))" : text
    }

    private static func numberText(_ value: Double) -> String {
        if value.isNaN { return "(0 / 0)" }
        // A number that is too large is read as infinite.
        if value.isInfinite { return value > 0 ? "1e999" : "(-1e999)" }
        if value.sign == .minus { return "(-\(numberText(-value)))" }
        if value == value.rounded(), value.magnitude < 1e15 { return String(Int(value)) }
        return "\(value)"
    }

    private static func columnText(_ name: String) -> String {
        let isWord =
            name.utf8.first.map { ExpressionLexer.isLetter($0) } == true
            && name.utf8.allSatisfy { ExpressionLexer.isLetter($0) || ExpressionLexer.isDigit($0) }
        return isWord && !ExpressionLexer.reserved.contains(name) ? name : quoted(name, "`")
    }

    /// The text between quotes, which are doubled inside.
    private static func quoted(_ text: String, _ quote: Character) -> String {
        let mark = quote.utf8.first ?? 0
        let bytes = text.utf8.flatMap { $0 == mark ? [$0, $0] : [$0] }
        return "\(quote)\(String(decoding: bytes, as: UTF8.self))\(quote)"
    }
}
