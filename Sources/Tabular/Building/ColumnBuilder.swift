import Learning

/// A builder of a column, which begins as integers and widens to reals or text when a cell requires it.
///
/// Blocks are appended column by column, so that each loop processes cells of one kind in contiguous memory.
struct ColumnBuilder {
    /// The storage of the cells.
    private enum Kind {
        /// All cells so far are integers or missing.
        case integer
        /// All cells so far are numbers or missing.
        case real
        /// At least one cell is text, and no cell before it was a number.
        case text
        /// Text followed numbers, whose spelling was not kept: the column must be read again as text.
        case mixed
    }

    private let name: String
    private let format: CellFormat

    /// The kind that the column must have; nil if the cells determine it.
    private let declared: ColumnKind?

    private var kind: Kind
    private var integers: [Int32] = []
    private var reals: [Double] = []

    /// Whether all numbers so far are written as integers, and doubles hold them exactly.
    private var areIntegers = true
    private var categories = CategoryBuilder()
    private var codes: [Int32] = []

    /// The number of texts that have been examined: all codes below it.
    private var examinedCodes: Int32 = 0
    private var missing = MissingCells()
    private var irregularities = Irregularities()
    private var rows = 0

    /// Creates an empty column.
    init(name: String, format: CellFormat, declared: ColumnKind?) {
        self.init(
            name: name, format: format, declared: declared,
            kind: declared == .category || declared == .date ? .text : .integer)
    }

    /// Creates an empty column for numbers whose texts are read.
    init(spellingOf name: String, format: CellFormat) {
        self.init(name: name, format: format, declared: nil, kind: .text)
    }

    private init(name: String, format: CellFormat, declared: ColumnKind?, kind: Kind) {
        self.name = name
        self.format = format
        self.declared = declared
        self.kind = kind
    }

    /// Whether the file must be read again for this column.
    var needsAnotherPass: Bool { kind == .mixed }

    /// A builder for the second pass, which reads the column as text.
    func forAnotherPass() -> ColumnBuilder {
        ColumnBuilder(name: name, format: format, declared: declared, kind: .text)
    }

    /// Appends the cells of one column of a block.
    ///
    /// `expectedRows` is an estimate of the number of rows of the file, and memory is reserved for that many rows.
    /// Unused capacity is never touched, so it takes address space but no physical memory.
    mutating func append(_ block: RecordBlock, column: Int, expectedRows: Int) throws {
        let end = rows + block.rows
        var row = 0
        while row < block.rows {
            switch kind {
            case .integer:
                integers.extend(to: end, expecting: expectedRows, with: 0)
                row = try appendIntegers(block, column, from: row)
            case .real:
                reals.extend(to: end, expecting: expectedRows, with: 0)
                row = try appendReals(block, column, from: row)
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

    /// Returns the column after all rows have been appended.
    func finish() -> Column {
        let values: Column.Values =
            switch kind {
            case .integer: .integer(integers)
            case .real: .real(reals)
            case .text, .mixed: .text(Categories(codes: codes, utf8: categories.utf8, ends: categories.ends))
            }
        return Column(
            name: name, values: values, missing: missing, irregularities: irregularities,
            declaredKind: declared, areLongIntegers: kind == .real && areIntegers)
    }
}

// MARK: - Cells

extension ColumnBuilder {
    /// Appends integers up to a cell that is not an integer; widens the column for that cell and returns its row.
    private mutating func appendIntegers(_ block: RecordBlock, _ column: Int, from first: Int) throws -> Int {
        var row = first
        let base = rows
        var hasPaddedIntegers = irregularities.hasPaddedIntegers
        row = integers.withUnsafeMutableBufferPointer { values in
            while row < block.rows {
                let field = block.field(row: row, column: column)
                if let value = NumberParser.shortInteger(field) {
                    values[base + row] = value
                    if field[0] == ASCII.zero && field.count > 1 { hasPaddedIntegers = true }
                } else if case .integer(let value)? = format.number(field) {
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
        if !format.missing.numbers.isEmpty { noteMissingIntegers(block, column, first..<row) }
        guard row < block.rows else { return row }

        let field = block.field(row: row, column: column)
        let content = RecordBlock.content(of: field)
        if format.missing.contains(content) {
            noteMissing(block, row, column)
            return row + 1
        }
        switch format.number(content) {
        case .integer(let value)?:
            noteSpelling(content)
            integers[base + row] = value
            return row + 1
        case .real?:
            widenToReal(before: base + row)
        case nil:
            try widenToText(before: base + row, block, row, column)
        }
        return row
    }

    /// Appends numbers up to a cell that is text; marks the column as mixed and returns the row of that cell.
    private mutating func appendReals(_ block: RecordBlock, _ column: Int, from first: Int) throws -> Int {
        var row = first
        let base = rows
        let decimal = format.decimal
        let ignoresFractions = irregularities.fraction != nil
        var areIntegers = areIntegers && !ignoresFractions
        var hasPaddedIntegers = irregularities.hasPaddedIntegers
        row = reals.withUnsafeMutableBufferPointer { values in
            while row < block.rows {
                let field = block.field(row: row, column: column)
                guard let value = NumberParser.parse(field, decimal: decimal)?.value else { return row }
                guard value.isFinite && (ignoresFractions || value.isWhole) else { return row }
                values[base + row] = value
                hasPaddedIntegers =
                    hasPaddedIntegers || !ignoresFractions && NumberParser.isPaddedInteger(field)
                areIntegers = areIntegers && NumberParser.isInteger(field)
                row += 1
            }
            return row
        }
        self.areIntegers = areIntegers
        irregularities.hasPaddedIntegers = hasPaddedIntegers
        if !format.missing.numbers.isEmpty { noteMissingReals(block, column, first..<row) }
        guard row < block.rows else { return row }

        let content = RecordBlock.content(of: block.field(row: row, column: column))
        if format.missing.contains(content) {
            noteMissing(block, row, column)
            reals[base + row] = .nan
            return row + 1
        }
        guard let value = format.number(content)?.value else {
            try widenToText(before: base + row, block, row, column)
            return row
        }
        if value.isNaN {
            noteMissing(block, row, column)
            reals[base + row] = .nan
            return row + 1
        }
        if !value.isFinite { note(\.notFinite, block, row, column) }
        self.areIntegers = areIntegers && value.isWhole && NumberParser.isInteger(content)
        noteSpelling(content)
        if value.isFinite && !value.isWhole { note(\.fraction, block, row, column) }
        reals[base + row] = value
        return row + 1
    }

    private mutating func appendText(_ block: RecordBlock, _ column: Int, from first: Int) throws {
        let missing = format.missing
        for row in first..<block.rows {
            let field = block.field(row: row, column: column)
            let content = RecordBlock.content(of: field)
            if missing.contains(content) {
                noteMissing(block, row, column)
                continue
            }
            let code = try RecordBlock.withText(of: field) { text in
                try categories.code(of: format.category(text)) {
                    try Self.check(field, text, block, row, column)
                }
            }
            codes[rows + row] = code
            // Texts are examined at their first occurrence.
            if code == examinedCodes {
                examinedCodes += 1
                try examine(content, block, row, column)
            }
        }
    }

    /// Records the cell of a new text if it is the first that is not a number or not a date.
    private mutating func examine(
        _ content: UnsafeBufferPointer<UInt8>, _ block: RecordBlock, _ row: Int, _ column: Int
    ) throws {
        if irregularities.text == nil, format.number(content) == nil { note(\.text, block, row, column) }
        if irregularities.notDate == nil, DateParser.seconds(content) == nil {
            if declared == .date { throw notOfKind(.date, block, row, column) }
            note(\.notDate, block, row, column)
        }
    }

    /// Throws an error for text that is not UTF-8 or that contains a carriage return outside a line ending.
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

    /// Records the integers of some rows that mark missing cells.
    private mutating func noteMissingIntegers(_ block: RecordBlock, _ column: Int, _ appended: Range<Int>) {
        for row in appended where format.missing.numbers.contains(Double(integers[rows + row])) {
            noteMissing(block, row, column)
            integers[rows + row] = 0
        }
    }

    /// Records the reals of some rows that mark missing cells.
    private mutating func noteMissingReals(_ block: RecordBlock, _ column: Int, _ appended: Range<Int>) {
        for row in appended where format.missing.numbers.contains(reals[rows + row]) {
            noteMissing(block, row, column)
            reals[rows + row] = .nan
        }
    }

    /// The error for a cell that is not of the declared kind.
    private func notOfKind(_ kind: ColumnKind, _ block: RecordBlock, _ row: Int, _ column: Int)
        -> TabularError
    {
        let content = RecordBlock.content(of: block.field(row: row, column: column))
        return .notOfKind(
            at: block.position(row: row, column: column), found: Excerpt.of(content), kind: kind)
    }

    private mutating func noteMissing(_ block: RecordBlock, _ row: Int, _ column: Int) {
        missing.insert(rows + row)
        note(\.missing, block, row, column)
    }

    /// Records whether a number is an integer with leading zeros or a plus sign.
    private mutating func noteSpelling(_ content: UnsafeBufferPointer<UInt8>) {
        if NumberParser.isPaddedInteger(content) { irregularities.hasPaddedIntegers = true }
    }

    /// Records a cell if it is the first irregularity of its kind.
    private mutating func note(
        _ kind: WritableKeyPath<Irregularities, Irregularities.Cell?>, _ block: RecordBlock, _ row: Int,
        _ column: Int
    ) {
        guard irregularities[keyPath: kind] == nil else { return }
        let content = RecordBlock.content(of: block.field(row: row, column: column))
        irregularities[keyPath: kind] = Irregularities.Cell(
            position: block.position(row: row, column: column), row: rows + row, found: Excerpt.of(content))
    }
}

// MARK: - Widening

extension ColumnBuilder {
    /// Converts the integers before a row to reals.
    private mutating func widenToReal(before row: Int) {
        kind = .real
        reals.reserveCapacity(integers.capacity)
        for index in 0..<row { reals.append(missing.contains(index) ? .nan : Double(integers[index])) }
        integers = []
    }

    /// Turns a column without numbers before a row into text; other columns must be read again.
    ///
    /// - Throws: ``TabularError/notOfKind(at:found:kind:)`` if the column must have numbers.
    private mutating func widenToText(
        before row: Int, _ block: RecordBlock, _ blockRow: Int, _ column: Int
    ) throws {
        if declared == .number { throw notOfKind(.number, block, blockRow, column) }
        kind = missing.count == row ? .text : .mixed
        integers = []
        reals = []
        if kind == .text { codes = [Int32](repeating: -1, count: row) }
    }
}

extension Array {
    /// Extends the array to `count` elements, with capacity for `expected` elements, or a quarter more than `count`.
    ///
    /// By default, arrays double their capacity, which takes too much memory for a large table.
    fileprivate mutating func extend(to count: Int, expecting expected: Int, with element: Element) {
        guard self.count < count else { return }
        if capacity < count {
            reserveCapacity(Swift.max(count, expected > count ? expected : count + count / 4))
        }
        append(contentsOf: repeatElement(element, count: count - self.count))
    }
}

extension Double {
    /// Whether the value is a whole number that a double represents uniquely: 2⁵³ may be a rounded 2⁵³ + 1.
    package var isWhole: Bool { self == rounded(.towardZero) && magnitude < 0x1p53 }
}
