import Drawing
import Trellis

/// The columns of the data, and what is likely to be wrong with them.
struct DataSection {
    /// The largest number of columns.
    static let limit = 200

    private let description: TableDescription

    init(_ description: TableDescription) { self.description = description }

    var content: HTML {
        let columns = description.columns.prefix(Self.limit)
        let rows = columns.map { column in
            """
            <tr><td>\(shortened(column.name))</td><td>\(column.kind.rawValue)</td><td class="n">\(column.missing)</td>\
            <td class="n">\(column.distinct)</td><td>\(values(column))</td><td class="n">\(association(column))</td></tr>

            """ as HTML
        }
        let warnings = description.warnings.prefix(20).map { "<p>\(shortened($0.message))</p>\n" as HTML }
        let noted: HTML =
            warnings.isEmpty ? "" : "<div class=\"warnings\" role=\"note\">\n\(warnings)</div>\n"
        let more =
            description.columns.count > columns.count
            ? " The first \(columns.count) columns are shown." : ""
        return """
            <p>\(NumberText.count(description.rows, "row")), \(NumberText.count(description.columns.count, "column")).\(more)</p>
            \(noted)<div class="scroll" tabindex="0" role="region" aria-label="Columns"><table>
            <thead><tr><th scope="col">column</th><th scope="col">kind</th><th scope="col" class="n">missing</th>\
            <th scope="col" class="n">distinct</th><th scope="col">values</th>\
            <th scope="col" class="n">association with the target</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func values(_ column: ColumnDescription) -> String {
        if let numbers = column.numbers {
            let limits = [numbers.minimum, numbers.median, numbers.maximum].map { NumberText.short($0) }
            return "\(limits[0]) to \(limits[2]), median \(limits[1])"
        }
        if let dates = column.dates { return "\(dates.first) to \(dates.last)" }
        let categories = (column.categories ?? []).prefix(4).map { "\($0.name) (\($0.count))" }
        return shortened(categories.joined(separator: ", "))
    }

    private func association(_ column: ColumnDescription) -> String {
        if column.name == description.target { return "target" }
        let found = description.associations.first { $0.column == column.name }
        return found.map { NumberText.fixed($0.value, decimals: 3) } ?? ""
    }

    private func shortened(_ text: String) -> String { TextLine.shortened(text, toCharacters: 160) }
}
