import Learning

extension StepParser {
    /// The word that begins the branches of columns.
    static let columnsWord = "columns"

    /// Parses the branches of columns and the bar after them, if the pipeline begins with them.
    ///
    /// - Throws: ``TextError`` with the position of the invalid text, name or value.
    mutating func columnStage() throws -> (name: String, branches: [ColumnBranch])? {
        let start = scanner
        scanner.skipBlanks()
        var name = Self.columnsWord
        var word = scanner.name()
        scanner.skipBlanks()
        if word != Self.columnsWord, !word.isEmpty, scanner.skip(":") {
            name = word
            scanner.skipBlanks()
            word = scanner.name()
            scanner.skipBlanks()
        }
        guard word == Self.columnsWord, scanner.next != ":" else {
            scanner = start
            return nil
        }
        var branches: [ColumnBranch] = []
        if scanner.skip("(") {
            repeat { branches.append(try branch()) } while scanner.skip(";")
            guard scanner.skip(")") else { throw scanner.malformed(expected: "';' or ')'") }
            scanner.skipBlanks()
        } else {
            branches = ColumnBranch.standard
        }
        guard scanner.skip("|") else {
            throw scanner.malformed(expected: "'|' and a step after the columns, such as ridge")
        }
        return (name, branches)
    }

    /// Parses a branch: `numeric: simple-imputer | standard-scaler`, or `money[fare, "fare paid"]: drop`.
    private mutating func branch() throws -> ColumnBranch {
        scanner.skipBlanks()
        let place = scanner.here()
        let name = scanner.name()
        guard !name.isEmpty else {
            throw scanner.malformed(expected: "a branch, such as numeric: standard-scaler")
        }
        scanner.skipBlanks()
        let word = ColumnSelection.words.first { $0.word == name }
        var selection = word
        if scanner.skip("[") {
            guard word == nil else {
                throw TextError.refused(
                    at: place,
                    reason: "'\(name)' selects columns by their kind; give a branch of named columns another name")
            }
            selection = .named(try columnNames())
        }
        guard let selection else {
            let words = ColumnSelection.words.compactMap(\.word).joined(separator: ", ")
            throw TextError.refused(
                at: place,
                reason: "'\(name)' is not one of \(words); list the columns of another branch in brackets, as in "
                    + "\(name)[fare, age]: …")
        }
        scanner.skipBlanks()
        guard scanner.skip(":") else { throw scanner.malformed(expected: "':' after '\(name)'") }
        scanner.skipBlanks()
        if scanner.skip(word: "drop") { return ColumnBranch(name, selection, nil) }
        return ColumnBranch(name, selection, try steps())
    }

    /// Parses the names of columns up to the closing bracket.
    private mutating func columnNames() throws -> [String] {
        var names: [String] = []
        repeat {
            let text = try scanner.text(upTo: [",", "]"])
            guard !text.isEmpty else { throw scanner.malformed(expected: "the name of a column") }
            names.append(text.unquoted)
        } while scanner.skip(",")
        guard scanner.skip("]") else { throw scanner.malformed(expected: "',' or ']'") }
        return names
    }
}

extension String {
    /// The text without the quotes around it, if it has any.
    fileprivate var unquoted: String {
        guard let quote = first, quote == "\"" || quote == "'", count > 1, last == quote else { return self }
        return String(dropFirst().dropLast())
    }
}
