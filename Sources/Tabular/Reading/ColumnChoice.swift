import Learning

/// The columns of a file that are read, and the kinds they must have.
struct ColumnChoice {
    /// A column that is not ignored.
    struct Chosen {
        let name: String
        /// The position in the file, from 0.
        let position: Int
        /// The kind that the column must have; nil if the cells determine it.
        let kind: ColumnKind?
    }

    /// The columns from left to right.
    let columns: [Chosen]

    /// Chooses among the columns of a file.
    ///
    /// - Throws: ``TabularError/unknownColumn(file:name:known:)`` if the options name a column that does not exist.
    init(_ options: ReadingOptions, names: [String], file: String) throws {
        let known = Set(names.map { ExactText($0) })
        for name in options.ignore + options.types.keys.sorted() where !known.contains(ExactText(name)) {
            throw TabularError.unknownColumn(file: file, name: name, known: names)
        }
        let ignored = Set(options.ignore.map { ExactText($0) })
        func byBytes(_ kinds: [String: ColumnKind]) -> [ExactText: ColumnKind] {
            Dictionary(kinds.map { (ExactText($0), $1) }) { first, _ in first }
        }
        let kinds = byBytes(options.types).merging(byBytes(options.expectedTypes)) { own, _ in own }
        columns = names.enumerated().compactMap { position, name in
            let key = ExactText(name)
            return ignored.contains(key) ? nil : Chosen(name: name, position: position, kind: kinds[key])
        }
    }
}
