internal import Tabular

/// Runs a ``Program`` on the blocks of a part, one after another.
struct Evaluator {
    private let program: Program
    private let lastUses: [Int]
    private var registers: [BlockValue?]

    /// The functions of texts, which are computed once for each distinct text, by register.
    private var textFunctions: [Int: TextFunction] = [:]

    /// The columns that have the dictionaries of registers with texts of the file.
    private var columnOfRegister: [Int: Int] = [:]

    /// The dictionaries of registers with texts of a table in memory.
    private var joinedTexts: [Int: CategoryBuilder] = [:]

    /// The tables in memory of the steps that are joins, by step, and the searches in them.
    private let tables: [Int: JoinTable]
    private var searches: [Int: JoinSearch] = [:]

    /// Creates an evaluator at the start of a part.
    ///
    /// - Parameters:
    ///   - program: The program.
    ///   - tables: The tables in memory of its joins, in their order.
    init(_ program: Program, tables: [JoinTable]) {
        self.program = program
        let joins = program.steps.indices.filter { index in
            if case .join = program.steps[index] { true } else { false }
        }
        precondition(joins.count == tables.count, "each join has a table")
        self.tables = Dictionary(uniqueKeysWithValues: zip(joins, tables))
        lastUses = program.lastUses
        registers = program.kinds.map { _ in nil }
    }

    /// The values of the outputs for a block.
    struct Block {
        let rows: Int
        let outputs: [BlockValue]
    }

    /// Runs the program on a block.
    ///
    /// - Parameters:
    ///   - rows: The number of rows of the block.
    ///   - cells: The cells of the columns of the program.
    ///   - texts: The texts of each of these columns.
    ///   - emit: Receives the results: one block, or several of limited size if rows are joined. It returns whether to go on.
    /// - Returns: Whether to go on.
    mutating func run(
        rows: Int, _ cells: [PartCells], texts: [CategoryBuilder],
        emit: (Evaluator, Block) throws -> Bool
    ) rethrows -> Bool {
        defer { for register in registers.indices { registers[register] = nil } }
        return try run(from: 0, rows: rows, cells, texts, emit)
    }

    /// Runs the steps from an index.
    private mutating func run(
        from start: Int, rows: Int, _ cells: [PartCells], _ texts: [CategoryBuilder],
        _ emit: (Evaluator, Block) throws -> Bool
    ) rethrows -> Bool {
        var rows = rows
        for index in start..<program.steps.count {
            switch program.steps[index] {
            case .compute(let register, .column(let column)):
                switch cells[column] {
                case .numbers(let values, let areIntegers):
                    registers[register] = .numbers(values, areIntegers: areIntegers)
                case .dates(let values): registers[register] = .dates(values)
                case .texts(let codes):
                    columnOfRegister[register] = column
                    registers[register] = .texts(codes, dictionary: register)
                }
            case .compute(let register, .number(let value)), .compute(let register, .date(let value)):
                registers[register] = .constant(value)
            case .compute(let register, .text(let text)):
                registers[register] = .text(Array(text.text.utf8))
            case .compute(let register, .call(let function, let operands)):
                registers[register] = value(
                    of: function, operands.map { registers[$0] ?? .constant(.nan) }, operands,
                    register: register, rows: rows, texts: texts)
            case .filter(let condition):
                let indices = Self.indices(of: registers[condition] ?? .constant(0), rows: rows)
                if indices.count == rows { continue }
                keep(indices, after: index)
                rows = indices.count
            case .join(let keys, let columns, let kind):
                guard let table = tables[index] else { preconditionFailure("each join has a table") }
                var pairs = pairs(
                    with: table, keys: keys, kind: kind, step: index, rows: rows, texts: texts)
                let before = registers
                while let (left, right) = pairs.next() {
                    registers = before
                    keep(left, after: index)
                    for (column, register) in zip(table.columns, columns) where lastUses[register] > index {
                        joinedTexts[register] = column.texts
                        registers[register] = column.values(ofRows: right, dictionary: register)
                    }
                    guard try run(from: index + 1, rows: left.count, cells, texts, emit) else { return false }
                }
                return true
            }
        }
        let outputs = program.outputs.map { register in
            spread(registers[register] ?? .constant(.nan), register: register, rows: rows)
        }
        return try emit(self, Block(rows: rows, outputs: outputs))
    }

    /// Replaces the rows of the registers that are used after a step by those at some indices.
    private mutating func keep(_ indices: [Int32], after step: Int) {
        for register in registers.indices where lastUses[register] > step {
            registers[register] = registers[register]?.rows(at: indices)
        }
    }

    /// The pairs of the rows of a block with those of a table in memory.
    private mutating func pairs(
        with table: JoinTable, keys: [Int], kind: JoinKind, step: Int, rows: Int, texts: [CategoryBuilder]
    ) -> JoinPairs {
        var search = searches.removeValue(forKey: step) ?? JoinSearch(table)
        let values = keys.map { registers[$0] ?? .constant(.nan) }
        let groups = search.groups(of: values, rows: rows) { value in
            guard case .texts(_, let register) = value else { return .none }
            return withDictionary(register, texts: texts) { $0 }
        }
        searches[step] = search
        return JoinPairs(search, groups: groups) { _ in kind == .left }
    }

    /// Calls `body` with the dictionary of texts in the results.
    ///
    /// - Parameters:
    ///   - dictionary: The register that has the dictionary.
    ///   - texts: The texts of the columns of the program.
    func withDictionary<Result>(
        _ dictionary: Int, texts: [CategoryBuilder], _ body: (CategoryBuilder) throws -> Result
    ) rethrows -> Result {
        if let column = columnOfRegister[dictionary] { return try body(texts[column]) }
        if let joined = joinedTexts[dictionary] { return try body(joined) }
        return try body(textFunctions[dictionary]?.results ?? CategoryBuilder())
    }

    /// Turns a constant into a value for each row.
    private mutating func spread(_ value: BlockValue, register: Int, rows: Int) -> BlockValue {
        switch value {
        case .constant(let number):
            let values = [Double](repeating: number, count: rows)
            return program.kinds[register] == .date
                ? .dates(values) : .numbers(values, areIntegers: value.areIntegers)
        case .text(let text):
            var function = textFunctions[register] ?? TextFunction()
            let code = text.withUnsafeBufferPointer { function.results.code(of: $0) }
            textFunctions[register] = function
            return .texts([Int32](repeating: code, count: rows), dictionary: register)
        default: return value
        }
    }

    /// The indices of the rows in which a condition is true.
    private static func indices(of condition: BlockValue, rows: Int) -> [Int32] {
        guard case .flags(let flags) = condition else { preconditionFailure("a condition is true or false") }
        return [Int32](unsafeUninitializedCapacity: rows) { indices, count in
            flags.withUnsafeBufferPointer { flags in
                guard let start = indices.baseAddress else { return }
                for row in 0..<rows {
                    // Always written, and kept only if the condition is true: this has no branch.
                    (start + count).initialize(to: Int32(truncatingIfNeeded: row))
                    count &+= flags[row] ? 1 : 0
                }
            }
        }
    }

    private mutating func value(
        of function: ColumnExpression.Function, _ values: [BlockValue], _ operands: [Int], register: Int,
        rows: Int, texts: [CategoryBuilder]
    ) -> BlockValue {
        if function == .isMissing { return .flags(values[0].areMissing(rows: rows)) }
        switch (values[0], values.count > 1 ? values[1] : nil) {
        case (.texts(let codes, let dictionary), .text(let literal)?):
            return textValue(of: function, codes, dictionary, literal, register, texts)
        case (.text(let literal), .texts(let codes, let dictionary)?):
            return textValue(of: function.mirrored, codes, dictionary, literal, register, texts)
        case (.texts(let codes, let dictionary), nil):
            return textValue(of: function, codes, dictionary, [], register, texts)
        case (.texts(let left, let first), .texts(let right, let second)?):
            return withDictionary(first, texts: texts) { first in
                withDictionary(second, texts: texts) { second in
                    .flags(
                        filled(rows) { row in
                            guard left[row] >= 0, right[row] >= 0 else { return function == .notEqual }
                            return first.withText(of: Int(left[row])) { one in
                                second.withText(of: Int(right[row])) {
                                    function.holds(for: one.compared(to: $0))
                                }
                            }
                        })
                }
            }
        case (.text(let left), .text(let right)?):
            return .flags([Bool](repeating: function.holds(for: left, and: right), count: rows))
        case (.text(let literal), nil):
            let code = [Int32](repeating: 0, count: rows)
            var table = CategoryBuilder()
            _ = literal.withUnsafeBufferPointer { table.code(of: $0) }
            var applied = textFunctions[register] ?? TextFunction()
            defer { textFunctions[register] = applied }
            return applied.apply(function, [], to: code, of: table, register: register)
        default:
            return function.value(of: values, rows: rows, isDate: program.kinds[register] == .date)
        }
    }

    private mutating func textValue(
        of function: ColumnExpression.Function, _ codes: [Int32], _ dictionary: Int, _ literal: [UInt8],
        _ register: Int, _ texts: [CategoryBuilder]
    ) -> BlockValue {
        var applied = textFunctions.removeValue(forKey: register) ?? TextFunction()
        defer { textFunctions[register] = applied }
        return withDictionary(dictionary, texts: texts) {
            applied.apply(function, literal, to: codes, of: $0, register: register)
        }
    }
}

extension BlockValue {
    /// Whether the value of each row is missing.
    fileprivate func areMissing(rows: Int) -> [Bool] {
        switch self {
        case .numbers(let values, _), .dates(let values): values.map(\.isNaN)
        case .texts(let codes, _): codes.map { $0 < 0 }
        case .flags, .text: [Bool](repeating: false, count: rows)
        case .constant(let value): [Bool](repeating: value.isNaN, count: rows)
        }
    }
}
