import Learning

/// A description of a table: its columns, their associations with a target, and warnings.
///
/// ```swift
/// let description = try TableDescription(Table(csv: "datasets/iris.csv"), target: "species")
/// print(description.associations.first?.column ?? "none")
/// ```
public struct TableDescription: Sendable, Equatable, Codable {
    /// The name of the table.
    public let name: String

    /// The number of rows.
    public let rows: Int

    /// The number of rows that equal an earlier row in all columns.
    public let duplicateRows: Int

    /// The columns from left to right.
    public let columns: [ColumnDescription]

    /// The name of the target; nil if none was given.
    public let target: String?

    /// The associations of the other columns with the target, the strongest first; those of columns that have a single
    /// value are undefined and absent.
    public let associations: [Association]

    /// What is likely to be wrong with the table.
    public let warnings: [TableWarning]

    /// Describes a table.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - target: The name of the column to predict. Integers with at most 20 distinct values are classes.
    /// - Throws: ``TabularError/unknownColumn(file:name:known:)``.
    /// - Complexity: O(rows × log(rows) × columns).
    public init(_ table: Table, target: String? = nil) throws {
        let targetColumn = try target.map { try table.column(named: $0) }
        let targetVariable = targetColumn.map { Variable($0, isTarget: true) }
        var columns: [ColumnDescription] = []
        var associations: [Association] = []
        var warnings: [TableWarning] = []
        for column in table.columns {
            let isTarget = targetColumn.map { ExactText($0.name) == ExactText(column.name) } ?? false
            let examined = ExaminedColumn(column, decimal: table.options?.decimal ?? .point)
            columns.append(examined.description)
            warnings += examined.warnings(isTarget: isTarget)
            guard let targetVariable, !isTarget,
                let association = Association(of: column, Variable(column), with: targetVariable)
            else { continue }
            associations.append(association)
            if association.isNearlyOne, !examined.isIdentifier {
                warnings.append(.leak(association, target: targetColumn?.name ?? ""))
            }
        }
        duplicateRows = DuplicateRows.count(in: table)
        if duplicateRows > 0 { warnings.append(.duplicateRows(duplicateRows, of: table.rowCount)) }
        name = table.name
        rows = table.rowCount
        self.columns = columns
        self.target = targetColumn?.name
        self.associations = associations.enumerated().sorted {
            (-$0.element.value.magnitude, $0.offset) < (-$1.element.value.magnitude, $1.offset)
        }.map(\.element)
        self.warnings = warnings
    }
}
