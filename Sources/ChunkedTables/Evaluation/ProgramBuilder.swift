internal import Learning
internal import Tabular

/// Compiles the steps of a table.
struct ProgramBuilder {
    private(set) var program = Program()

    /// The columns of the file.
    private let source: [ExactText: PartColumn]

    /// The register of each column of the table so far; those of the file get one when they are read.
    private var registers: [ExactText: Int] = [:]
    private var known: [Program.Instruction: Int] = [:]

    /// Creates a builder for tables with the given columns.
    init(columns: [PartColumn]) {
        source = Dictionary(columns.map { (ExactText($0.name), $0) }) { first, _ in first }
    }

    /// Adds a column with the values of an expression, in place of one with the same name.
    mutating func assign(_ name: String, _ expression: ColumnExpression) throws {
        registers[ExactText(name)] = try register(of: expression)
    }

    /// Keeps the rows in which an expression is true.
    mutating func filter(_ expression: ColumnExpression) throws {
        let condition = try register(of: expression)
        guard program.kinds[condition] == .flag else {
            throw ChunkedTableError.notACondition(
                expression: expression.description, found: program.kinds[condition].phrase)
        }
        program.steps.append(.filter(condition))
    }

    /// Joins the rows with those of a table in memory.
    mutating func join(_ join: TableJoin) throws {
        let keys = try join.keys.map { try register(of: .column($0)) }
        // The columns that get another name; others are read when they are needed.
        for name in join.names.left where name.old != name.new {
            registers[ExactText(name.new)] = try register(of: .column(name.old))
        }
        let columns = join.kinds.map { kind in
            program.kinds.append(kind)
            return program.kinds.count - 1
        }
        for (name, register) in zip(join.names.right, columns) {
            registers[ExactText(name.new)] = register
        }
        program.steps.append(.join(keys: keys, columns: columns, kind: join.kind))
    }

    /// Returns the register of an expression.
    mutating func register(of expression: ColumnExpression) throws -> Int {
        try register(of: expression.node, in: expression)
    }

    /// Returns the program with some registers as its result.
    func finish(_ outputs: [Int]) -> Program {
        var program = program
        program.outputs = outputs
        return program
    }

    private mutating func register(
        of node: ColumnExpression.Node, in whole: ColumnExpression
    ) throws -> Int {
        switch node {
        case .column(let name):
            if let register = registers[name] { return register }
            guard let column = source[name] else {
                throw ChunkedTableError.unknownColumn(
                    name: name.text, advice: advice(for: name.text, among: columnNames))
            }
            let register = add(.column(program.columns.count), ValueKind(column.kind))
            program.columns.append(column)
            registers[name] = register
            return register
        case .number(let value): return add(.number(value), .number)
        case .text(let text): return add(.text(text), .text)
        case .call(let function, let nodes):
            var operands = try nodes.map { try register(of: $0, in: whole) }
            if function.isComparison || function == .ifMissing {
                // A text next to a date is a date.
                for (index, node) in nodes.enumerated() where program.kinds[operands[1 - index]] == .date {
                    guard case .text(let text) = node else { continue }
                    var utf8 = text.text
                    guard let seconds = utf8.withUTF8({ DateParser.seconds($0) }) else {
                        throw ChunkedTableError.notADate(expression: whole.description, text: text.text)
                    }
                    operands[index] = add(.date(seconds), .date)
                }
            }
            func mismatch(_ operand: Int, _ expected: String) -> ChunkedTableError {
                .operandType(
                    expression: whole.description, operand: ColumnExpression(nodes[operand]).description,
                    found: program.kinds[operands[operand]].phrase, expected: expected)
            }
            if function.needsLiteral {
                guard case .text = nodes[1] else { throw mismatch(1, "a text in quotes") }
            }
            let kind = try function.resultKind(operands.map { program.kinds[$0] }, mismatch: mismatch)
            return add(.call(function, operands), kind)
        }
    }

    /// The names of the columns at this point, sorted.
    private var columnNames: [String] {
        Set(source.keys).union(registers.keys).map(\.text).sorted()
    }

    /// Returns the register of an instruction, which is computed once.
    ///
    /// Columns are read before anything else, so that filters apply to them.
    private mutating func add(_ instruction: Program.Instruction, _ kind: ValueKind) -> Int {
        if let register = known[instruction] { return register }
        let register = program.kinds.count
        known[instruction] = register
        program.kinds.append(kind)
        if case .column = instruction {
            program.steps.insert(.compute(register, instruction), at: 0)
        } else {
            program.steps.append(.compute(register, instruction))
        }
        return register
    }
}
