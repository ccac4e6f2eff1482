import Trellis

extension TableDescription {
    /// The maximum number of associations in the text.
    private static let shownAssociations = 10

    /// The description as tables, one for each kind of column, followed by associations and warnings.
    var text: String {
        let title =
            "\(name): \(Numerals.count(rows, "row")), \(Numerals.count(columns.count, "column"))"
            + (target.map { ", target '\($0)'" } ?? "")
        let parts = [title, numbersText, categoriesText, datesText, associationsText, warningsText]
        return parts.compactMap { $0 }.joined(separator: "\n\n")
    }

    private func columns(of kind: ColumnKind) -> [ColumnDescription]? {
        let found = columns.filter { $0.kind == kind }
        return found.isEmpty ? nil : found
    }

    private var numbersText: String? {
        guard let columns = columns(of: .number) else { return nil }
        let titles = ["missing", "distinct", "mean", "std", "min", "25 %", "median", "75 %", "max"]
        var table = TextTable([("number", .left)] + titles.map { ($0, .right) } + [("histogram", .left)])
        for column in columns {
            let counts = [column.name.shortened, "\(column.missing)", "\(column.distinct)"]
            guard let numbers = column.numbers else {
                table.add(counts + [String](repeating: "", count: 8))
                continue
            }
            let statistics = [
                numbers.mean, numbers.standardDeviation, numbers.minimum, numbers.lowerQuartile,
                numbers.median, numbers.upperQuartile, numbers.maximum,
            ]
            table.add(counts + statistics.map { $0.map(Numerals.short) ?? "" } + [numbers.bars])
        }
        return table.text
    }

    private var categoriesText: String? {
        guard let columns = columns(of: .category) else { return nil }
        var table = TextTable([
            ("category", .left), ("missing", .right), ("distinct", .right), ("commonest", .left),
        ])
        for column in columns {
            let shown = (column.categories ?? []).prefix(4)
            let names =
                shown.map { "\($0.name.shortened) \($0.count)" }
                + (column.distinct > shown.count ? ["…"] : [])
            table.add([
                column.name.shortened, "\(column.missing)", "\(column.distinct)",
                names.joined(separator: ", "),
            ])
        }
        return table.text
    }

    private var datesText: String? {
        guard let columns = columns(of: .date) else { return nil }
        var table = TextTable([
            ("date", .left), ("missing", .right), ("distinct", .right), ("first", .left), ("last", .left),
        ])
        for column in columns {
            table.add([
                column.name.shortened, "\(column.missing)", "\(column.distinct)", column.dates?.first ?? "",
                column.dates?.last ?? "",
            ])
        }
        return table.text
    }

    private var associationsText: String? {
        guard let target, !associations.isEmpty else { return nil }
        var table = TextTable([
            ("association with '\(target.shortened)'", .left), ("value", .right), ("measure", .left),
            ("rows", .right),
        ])
        for association in associations.prefix(Self.shownAssociations) {
            table.add([
                association.column.shortened, Numerals.fixed(association.value, 3), association.measure.name,
                "\(association.rows)",
            ])
        }
        let rest = associations.count - Self.shownAssociations
        return table.text + (rest > 0 ? "\n… and \(rest) more" : "")
    }

    private var warningsText: String? {
        if warnings.isEmpty { return nil }
        return warnings.map { "warning: \($0.message)" }.joined(separator: "\n")
    }
}

extension NumberSummary {
    /// The histogram as block characters; an interval without numbers is a space.
    fileprivate var bars: String {
        let blocks = Array("▁▂▃▄▅▆▇█")
        let highest = histogram.max() ?? 0
        return String(
            histogram.map { count in
                // A count of at least 1 has a bar.
                count == 0 ? " " : blocks[(count * blocks.count - 1) / highest]
            })
    }
}

extension Association.Measure {
    /// The name of the measure in tables.
    fileprivate var name: String {
        switch self {
        case .pearson: "Pearson's r"
        case .correlationRatio: "correlation ratio"
        case .cramersV: "Cramér's V"
        }
    }
}

extension String {
    /// The beginning of a name on one line.
    fileprivate var shortened: String {
        let limit = 30
        let line = String(prefix(limit + 1).map { $0.isNewline || $0 == "\t" ? "⏎" : $0 })
        return line.count > limit ? line.prefix(limit - 1) + "…" : line
    }
}
