extension Table {
    /// Returns the rows that have a value in the given column.
    ///
    /// The kinds of the columns remain those of the whole table. Lines in error messages are those of the file.
    ///
    /// - Parameter name: The name of the column.
    /// - Throws: ``TabularError/unknownColumn(file:name:known:)``, or ``TabularError/noValues(file:column:)`` if no row
    ///   has a value.
    /// - Complexity: O(rows × columns).
    public func droppingRows(missing name: String) throws -> Table {
        let column = try column(named: name)
        if column.missing.isEmpty { return self }
        let rows = (0..<rowCount).filter { !column.missing.contains($0) }
        if rows.isEmpty { throw TabularError.noValues(file: self.name, column: name) }
        return Table(self, rows: rows) { $0.rows(at: rows, of: self) }
    }
}

extension Column {
    /// Returns the cells of the rows at the given ascending indices.
    ///
    /// - Parameters:
    ///   - rows: The indices.
    ///   - table: The table of the column, which finds the position of a cell.
    func rows(at rows: [Int], of table: Table) -> Column {
        var missing = MissingCells()
        for (index, row) in rows.enumerated() where self.missing.contains(row) { missing.insert(index) }
        let values: Values =
            switch self.values {
            case .integer(let cells): .integer(rows.map { cells[$0] })
            case .real(let cells): .real(rows.map { cells[$0] })
            case .text(let categories): .text(categories.rows(at: rows))
            }
        return Column(
            name: name, values: values, missing: missing,
            irregularities: irregularities(of: rows, in: table), declaredKind: declaredKind,
            areLongIntegers: areLongIntegers)
    }

    /// The irregularities of some rows: if the first of a kind is in another row, the next one is found.
    private func irregularities(of rows: [Int], in table: Table) -> Irregularities {
        var found = irregularities
        func update(
            _ kind: WritableKeyPath<Irregularities, Irregularities.Cell?>, _ isIrregular: (Int) -> Bool
        ) {
            guard let cell = found[keyPath: kind] else { return }
            let index = rows.firstIndex { $0 >= cell.row && isIrregular($0) }
            guard let index, rows[index] != cell.row else {
                found[keyPath: kind] = index.map {
                    Irregularities.Cell(position: cell.position, row: $0, found: cell.found)
                }
                return
            }
            let row = rows[index]
            found[keyPath: kind] = Irregularities.Cell(
                position: table.position(ofRow: row, column: name), row: index, found: self[row] ?? "")
        }
        update(\.missing) { missing.contains($0) }
        if case .real(let values) = values {
            update(\.notFinite) { values[$0].isInfinite }
            update(\.fraction) { values[$0].isFinite && !values[$0].isWhole }
        }
        return found
    }
}

extension Categories {
    /// Returns the cells of the rows at the given indices; codes are assigned anew, in order of first occurrence.
    fileprivate func rows(at rows: [Int]) -> Categories {
        var places = [Int32](repeating: -1, count: count)
        var (utf8, ends): ([UInt8], [Int]) = ([], [])
        let kept = rows.map { row -> Int32 in
            let code = Int(codes[row])
            guard code >= 0 else { return -1 }
            if places[code] < 0 {
                places[code] = Int32(ends.count)
                withText(of: code) { utf8.append(contentsOf: $0) }
                ends.append(utf8.count)
            }
            return places[code]
        }
        return Categories(codes: kept, utf8: utf8, ends: ends)
    }
}
