/// A text table whose columns are as wide as their widest cells.
struct TextTable {
    /// The alignment of the cells of a column.
    enum Alignment {
        case left, right
    }

    private let alignments: [Alignment]
    private var rows: [[String]]

    /// Creates a table with the given columns.
    init(_ columns: [(title: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.title)]
    }

    /// Adds a row with one cell per column.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == alignments.count, "a row needs a cell for each column")
        rows.append(cells)
    }

    /// The lines of the table, with two spaces between columns and no trailing spaces.
    var text: String {
        let widths = alignments.indices.map { column in rows.lazy.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return alignments[column] == .left ? cell + blanks : blanks + cell
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
