internal import Learning

/// The names of the columns of two tables that are joined, as in `merge` of pandas.
struct JoinNames: Sendable, Hashable {
    /// The columns of the left table: their names, and those that they have in the result.
    let left: [Renaming]

    /// The columns of the right table that are not keys.
    let right: [Renaming]

    struct Renaming: Sendable, Hashable {
        let old: String
        let new: String
    }

    /// Creates names from those of the columns of each table.
    init(left: [Renaming], right: [Renaming]) { (self.left, self.right) = (left, right) }

    /// Names the columns; those that both tables have, but for the keys, get suffixes.
    ///
    /// - Throws: ``ChunkedTableError/duplicateColumn(name:)`` if two columns of the result had the same name.
    init(left: [String], right: [String], keys: [String], suffixes: (String, String)) throws {
        let keys = Set(keys.map { ExactText($0) })
        let others = right.filter { !keys.contains(ExactText($0)) }
        let shared = Set(left.map { ExactText($0) }).intersection(others.map { ExactText($0) })
        func renamed(_ names: [String], _ suffix: String) -> [Renaming] {
            names.map { Renaming(old: $0, new: shared.contains(ExactText($0)) ? $0 + suffix : $0) }
        }
        self.left = renamed(left, suffixes.0)
        self.right = renamed(others, suffixes.1)
        if let name = (self.left + self.right).map(\.new).firstRepeated {
            throw ChunkedTableError.duplicateColumn(name: name)
        }
    }

    /// The names of the columns of the result.
    var all: [String] { (left + right).map(\.new) }
}
