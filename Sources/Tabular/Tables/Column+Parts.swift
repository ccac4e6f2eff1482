import Learning

extension Column {
    /// Creates a column of numbers, which are stored as integers if they are, and fit in 32 bits.
    ///
    /// - Parameters:
    ///   - name: The name of the column.
    ///   - numbers: The cells, NaN where they are missing.
    ///   - areIntegers: Whether the cells that are not missing are whole numbers.
    package init(_ name: String, numbers: [Double], areIntegers: Bool) {
        var missing = MissingCells()
        for (row, number) in numbers.enumerated() where number.isNaN { missing.insert(row) }
        let areShort = areIntegers && numbers.allSatisfy { $0.isNaN || Int32(exactly: $0) != nil }
        self.init(
            name: name,
            values: areShort ? .integer(numbers.map { $0.isNaN ? 0 : Int32($0) }) : .real(numbers),
            missing: missing, irregularities: Irregularities(),
            areLongIntegers: areIntegers && numbers.allSatisfy { $0.isNaN || $0.isWhole })
    }

    /// Creates a column of text.
    ///
    /// - Parameters:
    ///   - name: The name of the column.
    ///   - codes: The code of each cell, -1 where it is missing.
    ///   - texts: The texts of the codes.
    package init(_ name: String, codes: [Int32], texts: CategoryBuilder) {
        var missing = MissingCells()
        for (row, code) in codes.enumerated() where code < 0 { missing.insert(row) }
        // Only texts that occur, in order of first occurrence.
        var (used, renamed) = (CategoryBuilder(), [Int32](repeating: -1, count: texts.count))
        let own = codes.map { code -> Int32 in
            guard code >= 0 else { return -1 }
            if renamed[Int(code)] < 0 {
                renamed[Int(code)] = texts.withText(of: Int(code)) { used.code(of: $0) }
            }
            return renamed[Int(code)]
        }
        self.init(
            name: name, values: .text(Categories(codes: own, utf8: used.utf8, ends: used.ends)),
            missing: missing,
            irregularities: Irregularities())
    }
}
