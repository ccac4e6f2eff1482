import Learning

extension Column {
    /// Throws an error for the first cell that is not a finite number.
    func checkNumbers(as role: ColumnRole) throws {
        let others = [irregularities.text, irregularities.notFinite].compactMap(\.?.position.line)
        if let cell = irregularities.missing, others.allSatisfy({ cell.position.line < $0 }) {
            throw missingError(at: cell, role: role)
        }
        try checkNumbersOrMissing(as: role)
    }

    /// The error for the first missing cell.
    private func missingError(at cell: Irregularities.Cell, role: ColumnRole) -> TabularError {
        guard role == .target else { return .missingCell(at: cell.position, role: role) }
        return missing.count == count
            ? .noValues(file: cell.position.file, column: name)
            : .missingTargets(at: cell.position, count: missing.count, rows: count)
    }

    /// Throws an error for the first cell that is neither a finite number nor missing.
    func checkNumbersOrMissing(as role: ColumnRole) throws {
        let found = irregularities
        if declaredKind == .category, missing.count < count {
            throw TabularError.readAsCategory(column: name, role: role)
        }
        let first = [found.text, found.notFinite].compactMap { $0 }.min {
            $0.position.line < $1.position.line
        }
        guard let first else { return }
        if first == found.text {
            throw TabularError.notANumber(at: first.position, found: first.found, role: role)
        }
        throw Irregularities.isTooLarge(first)
            ? TabularError.tooLarge(at: first.position, found: first.found, role: role)
            : TabularError.notFinite(at: first.position, found: first.found, role: role)
    }

    /// The cells as finite numbers.
    func numbers(as role: ColumnRole) throws -> [Double] {
        try checkNumbers(as: role)
        switch values {
        case .integer(let values): return values.map(Double.init)
        case .real(let values): return values
        case .text: preconditionFailure("text column '\(name)' has no text cell")
        }
    }

    /// The cells as class labels: text, or whole numbers.
    ///
    /// `1` and `1.0` are the same class. If any integer has leading zeros or a plus sign, the class of every cell is
    /// its text, which `spelling` returns. Blanks around numbers are ignored.
    func labels(as role: ColumnRole, spelling: () throws -> Column) throws -> Labels {
        if let cell = irregularities.missing { throw missingError(at: cell, role: role) }
        switch values {
        case .text(let categories): return categories.labels
        case .integer(let values):
            return irregularities.hasPaddedIntegers
                ? try spelling().labelsOfNumbers : Self.labels(values.map(Int.init))
        case .real(let values):
            if irregularities.notFinite != nil { try checkNumbers(as: role) }
            if let cell = irregularities.fraction {
                throw TabularError.notAClass(at: cell.position, found: cell.found, role: role)
            }
            return irregularities.hasPaddedIntegers
                ? try spelling().labelsOfNumbers : Self.labels(values.map { Int($0) })
        }
    }

    /// Whether the column must be read again as text before its cells can be class labels.
    var mayNeedSpelling: Bool {
        irregularities.hasPaddedIntegers && irregularities.fraction == nil && irregularities.notFinite == nil
    }

    /// The labels of a column of numbers that was read as text.
    private var labelsOfNumbers: Labels {
        guard case .text(let categories) = values else {
            preconditionFailure("column '\(name)' was not read as text")
        }
        return categories.labels
    }

    /// Labels of integers; creates one string per class rather than one per row.
    private static func labels(_ values: [Int]) -> Labels {
        let classes = Set(values).sorted()
        let codeOf = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int32($0)) })
        return Labels(classes: classes.map(String.init), codes: values.compactMap { codeOf[$0] })
    }
}

extension Categories {
    /// Labels with sorted classes; no cell may be missing.
    ///
    /// Texts with different bytes are different classes, even if they are canonically equivalent in Unicode.
    var labels: Labels {
        let all = Labels(names)
        return Labels(classes: all.classes, codes: codes.map { all.codes[Int($0)] })
    }
}
