internal import Learning

extension ColumnExpression {
    /// Parses an expression.
    ///
    /// ```
    /// fare > 0 and (tip / fare >= 0.2 or payment in ('card', 'app'))
    /// hour(pickup) < 6 or `drop-off zone` is missing
    /// ```
    ///
    /// - Columns are written by name, or in backticks if the name is no word. Texts are in single or double quotes. A text
    ///   that is compared with a date is a date.
    /// - Arithmetic: `+ - * / // % **`, where `//` rounds down, with the precedence of Python.
    /// - Conditions: `< <= > >= == !=`, `in (…)`, `is missing`, `is not missing`, `and`, `or`, `not`.
    /// - Numbers: `abs sqrt log exp floor ceil round`.
    /// - Dates: `year month day hour minute second weekday date`.
    /// - Texts: `lower upper length`, and `starts_with(text, 'a')`, `ends_with`, `contains`.
    /// - Missing values: `is_missing(x)` and `if_missing(x, 0)`.
    ///
    /// - Parameter text: The text.
    /// - Throws: ``ChunkedTableError/syntax(text:at:problem:)``, which names the character.
    public init(parsing text: String) throws {
        var lexer = ExpressionLexer(text)
        var parser = ExpressionParser(tokens: try lexer.tokens(), lexer: lexer)
        self.init(try parser.parseAll())
    }
}

/// A parser by operator precedence.
struct ExpressionParser {
    private typealias Node = ColumnExpression.Node
    private typealias Function = ColumnExpression.Function

    private let tokens: [ExpressionLexer.Token]
    private let lexer: ExpressionLexer
    private var position = 0
    private var depth = 0

    /// The number of operands within operands.
    private static let greatestDepth = 200

    init(tokens: [ExpressionLexer.Token], lexer: ExpressionLexer) {
        (self.tokens, self.lexer) = (tokens, lexer)
    }

    private var token: ExpressionLexer.Token { tokens[position] }

    /// Parses an expression up to the end.
    mutating func parseAll() throws -> ColumnExpression.Node {
        let node = try parse(0)
        guard token.content == .end else { throw unexpected("an operator or the end") }
        return node
    }

    /// Parses operands and the operators between them that bind at least with some strength.
    private mutating func parse(_ least: Int) throws -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.greatestDepth else {
            throw lexer.error(at: token.start, "the expression is nested too deeply")
        }
        var left = try parseOperand()
        while true {
            if least <= 4, let test = try parseTest(of: left) {
                left = test
                continue
            }
            guard let function = try infix(), case .infix(let strength) = function.form, strength >= least
            else {
                return left
            }
            position += 1
            let right = try parse(function == .power ? strength - 1 : strength + 1)
            left = .call(function, [left, right])
            if function.isComparison, let next = try infix(), next.isComparison {
                throw lexer.error(at: token.start, "comparisons cannot be chained; join two of them by 'and'")
            }
        }
    }

    /// The infix operator at the token; nil if there is none.
    private func infix() throws -> Function? {
        let spelling: String
        switch token.content {
        case .symbol(let symbol): spelling = symbol
        case .word(let word): spelling = word
        default: return nil
        }
        let instead = ["=": "==", "&&": "and", "&": "and", "||": "or", "|": "or"]
        if let right = instead[spelling] {
            throw lexer.error(at: token.start, "'\(spelling)' is not an operator; use '\(right)'")
        }
        guard let function = Function(rawValue: spelling), case .infix = function.form else { return nil }
        return function
    }

    /// Parses `is missing`, `is not missing`, `in (…)` or `not in (…)`; returns nil for anything else.
    private mutating func parseTest(of operand: Node) throws -> Node? {
        if skip(word: "is") {
            let isNegated = skip(word: "not")
            guard skip(word: "missing") else { throw unexpected("'missing'") }
            let test = Node.call(.isMissing, [operand])
            return isNegated ? .call(.not, [test]) : test
        }
        let isNegated = token.content == .word("not") && tokens[position + 1].content == .word("in")
        if isNegated { position += 1 }
        guard skip(word: "in") else { return nil }
        try expect("(")
        var test: Node?
        repeat {
            let equal = Node.call(.equal, [operand, try parse(5)])
            test = test.map { .call(.or, [$0, equal]) } ?? equal
        } while skip(symbol: ",")
        try expect(")")
        return test.map { isNegated ? .call(.not, [$0]) : $0 }
    }

    private mutating func parseOperand() throws -> Node {
        let first = token
        switch first.content {
        case .number(let value):
            position += 1
            return .number(value)
        case .text(let text):
            position += 1
            return .text(ExactText(text))
        case .column(let name):
            position += 1
            return .column(ExactText(name))
        case .symbol("("):
            position += 1
            let node = try parse(0)
            try expect(")")
            return node
        case .symbol("-"):
            position += 1
            return .call(.negate, [try parse(7)])
        case .symbol("!"): throw lexer.error(at: first.start, "'!' is not an operator; use 'not'")
        case .word("not"):
            position += 1
            return .call(.not, [try parse(3)])
        case .word(let word) where !ExpressionLexer.reserved.contains(word):
            position += 1
            return token.content == .symbol("(")
                ? try parseCall(word, at: first.start) : .column(ExactText(word))
        default: throw unexpected("a column, a number, a text or a function")
        }
    }

    private mutating func parseCall(_ name: String, at start: Int) throws -> Node {
        guard let function = Function.named[name], case .call(let count) = function.form else {
            throw lexer.error(
                at: start,
                "there is no function '\(name)'; \(advice(for: name, among: Function.named.keys.sorted()))")
        }
        try expect("(")
        var operands: [Node] = []
        if token.content != .symbol(")") {
            repeat { operands.append(try parse(0)) } while skip(symbol: ",")
        }
        try expect(")")
        guard operands.count == count else {
            throw lexer.error(
                at: start, "\(name) has \(count) operand\(count == 1 ? "" : "s"), but found \(operands.count)"
            )
        }
        return .call(function, operands)
    }

    private mutating func skip(word: String) -> Bool {
        guard token.content == .word(word) else { return false }
        position += 1
        return true
    }

    private mutating func skip(symbol: String) -> Bool {
        guard token.content == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ symbol: String) throws {
        guard skip(symbol: symbol) else { throw unexpected("'\(symbol)'") }
    }

    private func unexpected(_ expected: String) -> ChunkedTableError {
        let found = token.content == .end ? "the end" : "'\(token.spelling)'"
        return lexer.error(at: token.start, "found \(found), expected \(expected)")
    }
}
