import Learning

/// The cells of a column in a block of records.
struct PartBlock {
    let block: RecordBlock

    /// The position of the column in the file.
    let place: Int

    let column: PartColumn
    let format: CellFormat

    /// Whether an integer that a double does not hold exactly is an error.
    let keepsIntegers: Bool

    /// Parses the cells as numbers.
    func numbers() throws -> PartCells {
        var areIntegers = true
        let marked = format.missing.numbers
        let values = try [Double](unsafeUninitializedCapacity: block.rows) { values, count in
            for row in 0..<block.rows {
                let field = block.field(row: row, column: place)
                var value: Double
                if let integer = NumberParser.shortInteger(field) {
                    value = Double(integer)
                } else if let decimal = decimal(field) {
                    value = decimal
                    areIntegers = false
                } else {
                    (value, areIntegers) = try number(row, field, areIntegers)
                }
                if !marked.isEmpty, marked.contains(value) { value = .nan }
                values.initializeElement(at: row, to: value)
            }
            count = block.rows
        }
        return .numbers(values, areIntegers: areIntegers)
    }

    @inline(__always)
    private func decimal(_ field: UnsafeBufferPointer<UInt8>) -> Double? {
        format.decimal == ASCII.point ? NumberParser.shortDecimal(field) : nil
    }

    /// Parses a cell as a number, or NaN if it is missing.
    @inline(never)
    private func number(
        _ row: Int, _ field: UnsafeBufferPointer<UInt8>, _ areIntegers: Bool
    ) throws -> (Double, Bool) {
        let content = RecordBlock.content(of: field)
        if format.missing.contains(content) { return (.nan, areIntegers) }
        switch format.number(content) {
        case .integer(let value)?: return (Double(value), areIntegers)
        case .real(let value)?:
            if value.isNaN { return (value, areIntegers) }
            let isRounded = value.magnitude >= 0x1p53
            guard isRounded ? keepsIntegers : areIntegers && value.isWhole, NumberParser.isInteger(content)
            else { return (value, false) }
            guard isRounded else { return (value, true) }
            throw TabularError.roundedInteger(
                at: block.position(row: row, column: place), found: Excerpt.of(content))
        case nil: throw notOfKind(row, content)
        }
    }

    /// Parses the cells as dates: seconds since 1970, NaN for missing cells.
    func dates() throws -> [Double] {
        var parser = FixedDateParser()
        return try [Double](unsafeUninitializedCapacity: block.rows) { values, count in
            for row in 0..<block.rows {
                let field = block.field(row: row, column: place)
                values.initializeElement(at: row, to: try parser.seconds(field) ?? date(row, field))
            }
            count = block.rows
        }
    }

    @inline(never)
    private func date(_ row: Int, _ field: UnsafeBufferPointer<UInt8>) throws -> Double {
        let content = RecordBlock.content(of: field)
        if format.missing.contains(content) { return .nan }
        guard let seconds = DateParser.seconds(content) else { throw notOfKind(row, content) }
        return seconds
    }

    /// Returns the codes of the cells as texts, -1 for missing cells; adds new texts.
    func codes(in texts: inout CategoryBuilder) throws -> [Int32] {
        try [Int32](unsafeUninitializedCapacity: block.rows) { codes, count in
            for row in 0..<block.rows {
                let field = block.field(row: row, column: place)
                codes.initializeElement(at: row, to: try code(row, field, &texts))
            }
            count = block.rows
        }
    }

    @inline(__always)
    private func code(
        _ row: Int, _ field: UnsafeBufferPointer<UInt8>, _ texts: inout CategoryBuilder
    ) throws -> Int32 {
        if format.missing.contains(RecordBlock.content(of: field)) { return -1 }
        return try RecordBlock.withText(of: field) { text in
            try texts.code(of: format.category(text)) {
                if !RecordBlock.isQuoted(field) && field.contains(ASCII.carriageReturn) {
                    throw TabularError.loneCarriageReturn(at: block.position(row: row, column: place))
                }
                if String(validating: text, as: UTF8.self) == nil {
                    throw TabularError.invalidUTF8(at: block.position(row: row, column: place))
                }
            }
        }
    }

    private func notOfKind(_ row: Int, _ content: UnsafeBufferPointer<UInt8>) -> TabularError {
        let position = block.position(row: row, column: place)
        let found = Excerpt.of(content)
        return column.isDeclared
            ? .notOfKind(at: position, found: found, kind: column.kind)
            : .notOfSampledKind(at: position, found: found, kind: column.kind)
    }
}
