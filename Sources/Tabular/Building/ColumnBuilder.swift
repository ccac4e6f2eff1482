/// A column while its file is being read: it begins as integers, and becomes wider when a cell asks for it.
///
/// Blocks are appended a column at a time, so that a loop meets cells of one kind only and its values lie together.
struct ColumnBuilder {
    /// How the cells are kept.
    private enum Kind {
        /// All cells so far are integers or missing.
        case integer
        /// All are numbers or missing.
        case real
        /// At least one is text, and none of those before it was a number.
        case text
        /// Text came after numbers, whose spelling is gone: the column has to be read once more, as text.
        case mixed
    }

    private let name: String
    private var kind: Kind
    private var integers: [Int32] = []
    private var reals: [Double] = []
    private var categories = CategoryBuilder()
    private var codes: [Int32] = []
    private var missing = RowSet()
    private var irregularities = Irregularities()
    private var rows = 0

    /// A column of which nothing is known.
    init(name: String) {
        self.name = name
        kind = .integer
    }

    /// Whether the file has to be read again for this column.
    var needsAnotherPass: Bool { kind == .mixed }

    /// The same column made ready for another pass.
    func forAnotherPass() -> ColumnBuilder {
        var builder = ColumnBuilder(name: name)
        builder.kind = .text
        return builder
    }

    /// Appends the cells of one column of a block.
    ///
    /// `expectedRows` is how many rows the file seems to have: room is made for that many at once. What turns out to
    /// be too much is never touched, so it costs addresses, not memory.
    mutating func append(_ block: RecordBlock, column: Int, expectedRows: Int) throws {
        let end = rows + block.rows
        var row = 0
        while row < block.rows {
            switch kind {
            case .integer:
                integers.extend(to: end, expecting: expectedRows, with: 0)
                row = appendIntegers(block, column, from: row)
            case .real:
                reals.extend(to: end, expecting: expectedRows, with: 0)
                row = appendReals(block, column, from: row)
            case .text:
                codes.extend(to: end, expecting: expectedRows, with: -1)
                try appendText(block, column, from: row)
                row = block.rows
            case .mixed:
                row = block.rows
            }
        }
        rows = end
    }

    /// The column; every row has been appended.
    func finish() -> Column {
        let values: Column.Values =
            switch kind {
            case .integer: .integer(integers)
            case .real: .real(reals)
            case .text, .mixed: .text(Categories(codes: codes, utf8: categories.utf8, ends: categories.ends))
            }
        return Column(name: name, values: values, missing: missing, irregularities: irregularities)
    }
}

// MARK: - Cells

extension ColumnBuilder {
    /// Appends integers up to a cell that is something else; returns its row, and has made the column wide enough.
    private mutating func appendIntegers(_ block: RecordBlock, _ column: Int, from first: Int) -> Int {
        var row = first
        let base = rows
        var hasPaddedIntegers = irregularities.hasPaddedIntegers
        row = integers.withUnsafeMutableBufferPointer { values in
            while row < block.rows {
                let field = block.field(row: row, column: column)
                if let value = NumberParser.shortInteger(field) {
                    values[base + row] = value
                    if field[0] == ASCII.zero && field.count > 1 { hasPaddedIntegers = true }
                } else if case .integer(let value)? = NumberParser.parse(field) {
                    values[base + row] = value
                    hasPaddedIntegers = hasPaddedIntegers || NumberParser.isPaddedInteger(field)
                } else {
                    break
                }
                row += 1
            }
            return row
        }
        irregularities.hasPaddedIntegers = hasPaddedIntegers
        guard row < block.rows else { return row }

        let field = block.field(row: row, column: column)
        let content = RecordBlock.content(of: field)
        if NumberParser.isMissing(content) {
            noteMissing(block, row, column)
            return row + 1
        }
        switch NumberParser.parse(content) {
        case .integer(let value)?:
            noteSpelling(content)
            integers[base + row] = value
            return row + 1
        case .real?:
            widenToReal(before: base + row)
        case nil:
            widenToText(before: base + row)
        }
        return row
    }

    /// Appends numbers up to a cell that is text; returns its row, and has marked the column as mixed.
    private mutating func appendReals(_ block: RecordBlock, _ column: Int, from first: Int) -> Int {
        var row = first
        let base = rows
        let ignoresFractions = irregularities.fraction != nil
        var hasPaddedIntegers = irregularities.hasPaddedIntegers
        row = reals.withUnsafeMutableBufferPointer { values in
            while row < block.rows {
                let field = block.field(row: row, column: column)
                guard let value = NumberParser.parse(field)?.value else { return row }
                guard value.isFinite && (ignoresFractions || value.isWhole) else { return row }
                values[base + row] = value
                hasPaddedIntegers =
                    hasPaddedIntegers || !ignoresFractions && NumberParser.isPaddedInteger(field)
                row += 1
            }
            return row
        }
        irregularities.hasPaddedIntegers = hasPaddedIntegers
        guard row < block.rows else { return row }

        let content = RecordBlock.content(of: block.field(row: row, column: column))
        if NumberParser.isMissing(content) {
            noteMissing(block, row, column)
            reals[base + row] = .nan
            return row + 1
        }
        guard let value = NumberParser.parse(content)?.value else {
            widenToText(before: base + row)
            return row
        }
        if !value.isFinite { note(\.notFinite, block, row, column) }
        noteSpelling(content)
        if value.isFinite && !value.isWhole { note(\.fraction, block, row, column) }
        reals[base + row] = value
        return row + 1
    }

    private mutating func appendText(_ block: RecordBlock, _ column: Int, from first: Int) throws {
        for row in first..<block.rows {
            let field = block.field(row: row, column: column)
            if NumberParser.isMissing(RecordBlock.content(of: field)) {
                noteMissing(block, row, column)
                continue
            }
            codes[rows + row] = try RecordBlock.withText(of: field) { text in
                try categories.code(of: text) { try Self.check(field, text, block, row, column) }
            }
            if irregularities.text == nil, NumberParser.parse(RecordBlock.content(of: field)) == nil {
                note(\.text, block, row, column)
            }
        }
    }

    /// Refuses text that is not UTF-8, or has a carriage return that ends no line.
    private static func check(
        _ field: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>, _ block: RecordBlock,
        _ row: Int,
        _ column: Int
    ) throws {
        if !RecordBlock.isQuoted(field) && field.contains(ASCII.carriageReturn) {
            throw TabularError.loneCarriageReturn(at: block.position(row: row, column: column))
        }
        if String(validating: text, as: UTF8.self) == nil {
            throw TabularError.invalidUTF8(at: block.position(row: row, column: column))
        }
    }

    private mutating func noteMissing(_ block: RecordBlock, _ row: Int, _ column: Int) {
        missing.insert(rows + row)
        note(\.missing, block, row, column)
    }

    /// Notes how a number is written.
    private mutating func noteSpelling(_ content: UnsafeBufferPointer<UInt8>) {
        if NumberParser.isPaddedInteger(content) { irregularities.hasPaddedIntegers = true }
    }

    /// Notes a cell if it is the first of its kind.
    private mutating func note(
        _ kind: WritableKeyPath<Irregularities, Irregularities.Cell?>, _ block: RecordBlock, _ row: Int,
        _ column: Int
    ) {
        guard irregularities[keyPath: kind] == nil else { return }
        let content = RecordBlock.content(of: block.field(row: row, column: column))
        irregularities[keyPath: kind] = Irregularities.Cell(
            position: block.position(row: row, column: column), found: Excerpt.of(content))
    }
}

// MARK: - Widening

extension ColumnBuilder {
    /// Makes reals of the integers above a row.
    private mutating func widenToReal(before row: Int) {
        kind = .real
        reals.reserveCapacity(integers.capacity)
        for index in 0..<row { reals.append(missing.contains(index) ? .nan : Double(integers[index])) }
        integers = []
    }

    /// Makes text of a column that has had no number yet above a row; any other has to be read again.
    private mutating func widenToText(before row: Int) {
        kind = missing.count == row ? .text : .mixed
        integers = []
        reals = []
        if kind == .text { codes = [Int32](repeating: -1, count: row) }
    }
}

extension Array {
    /// Makes the array `count` long, with room for `expected` elements, or a quarter more if that is not enough.
    ///
    /// Arrays by themselves grow to twice their length, which a table as large as memory cannot afford.
    fileprivate mutating func extend(to count: Int, expecting expected: Int, with element: Element) {
        guard self.count < count else { return }
        if capacity < count {
            reserveCapacity(Swift.max(count, expected > count ? expected : count + count / 4))
        }
        append(contentsOf: repeatElement(element, count: count - self.count))
    }
}

extension Double {
    /// Whether it is a whole number that a double tells from its neighbours: 2⁵³ may have been 2⁵³ + 1.
    fileprivate var isWhole: Bool { self == rounded(.towardZero) && magnitude < 0x1p53 }
}
