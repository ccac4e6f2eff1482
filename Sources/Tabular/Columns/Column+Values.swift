extension Column {
    /// Creates a column of numbers.
    ///
    /// NaN is a missing cell, as in pandas.
    ///
    /// - Parameters:
    ///   - name: The name of the column.
    ///   - numbers: The cells from top to bottom.
    public init(_ name: String, _ numbers: [Double]) {
        var missing = MissingCells()
        for (row, number) in numbers.enumerated() where number.isNaN { missing.insert(row) }
        self.init(name: name, values: .real(numbers), missing: missing, irregularities: Irregularities())
    }

    /// Creates a column of integers, which are stored as reals if one exceeds 32 bits.
    ///
    /// - Parameters:
    ///   - name: The name of the column.
    ///   - integers: The cells from top to bottom.
    public init(_ name: String, _ integers: [Int]) {
        let values =
            integers.allSatisfy { Int32(exactly: $0) != nil }
            ? Values.integer(integers.map { Int32(truncatingIfNeeded: $0) })
            : .real(integers.map(Double.init))
        self.init(
            name: name, values: values, missing: MissingCells(), irregularities: Irregularities(),
            areLongIntegers: integers.allSatisfy { Double($0).isWhole })
    }

    /// Creates a column of text.
    ///
    /// - Parameters:
    ///   - name: The name of the column.
    ///   - texts: The cells from top to bottom; nil and empty texts are missing cells.
    /// - Complexity: O(*n*), where *n* is the total length of the texts.
    public init(_ name: String, _ texts: [String?]) {
        var categories = CategoryBuilder()
        var codes = [Int32](repeating: -1, count: texts.count)
        var missing = MissingCells()
        for (row, text) in texts.enumerated() {
            guard var text, !text.isEmpty else {
                missing.insert(row)
                continue
            }
            codes[row] = text.withUTF8 { categories.code(of: $0) {} }
        }
        self.init(
            name: name,
            values: .text(Categories(codes: codes, utf8: categories.utf8, ends: categories.ends)),
            missing: missing, irregularities: Irregularities())
    }

    /// The same column in a table, whose first irregular cells are found and recorded with their positions.
    ///
    /// - Parameter table: The name of the table. The header is on line 1.
    func located(in table: String) -> Column {
        var found = Irregularities()
        func note(_ kind: WritableKeyPath<Irregularities, Irregularities.Cell?>, _ row: Int, _ text: String) {
            guard found[keyPath: kind] == nil else { return }
            found[keyPath: kind] = Irregularities.Cell(
                position: CellPosition(file: table, line: row + 2, column: name), row: row, found: text)
        }
        var isDate: [Bool] = []
        if case .text(let categories) = values {
            isDate = (0..<categories.count).map { code in
                categories.withText(of: code) { DateParser.seconds($0) } != nil
            }
        }
        for row in 0..<count {
            if missing.contains(row) {
                note(\.missing, row, "")
                continue
            }
            switch values {
            case .integer: break
            case .real(let values):
                let value = values[row]
                if !value.isFinite { note(\.notFinite, row, "\(value)") }
                if value.isFinite && !value.isWhole { note(\.fraction, row, "\(value)") }
            case .text(let categories):
                note(\.text, row, categories[Int(categories.codes[row])])
                if found.notDate == nil, !isDate[Int(categories.codes[row])] {
                    note(\.notDate, row, categories[Int(categories.codes[row])])
                }
            }
        }
        return Column(
            name: name, values: values, missing: missing, irregularities: found,
            areLongIntegers: areLongIntegers)
    }
}
