import Learning

/// A column to read from the parts of files.
package struct PartColumn: Sendable, Equatable {
    /// The name of the column.
    package let name: String

    /// The kind of its cells.
    package let kind: ColumnKind

    /// Whether the kind was given, rather than determined by a sample.
    package let isDeclared: Bool

    /// Creates a column.
    package init(name: String, kind: ColumnKind, isDeclared: Bool) {
        (self.name, self.kind, self.isDeclared) = (name, kind, isDeclared)
    }
}
