/// Numbers with error bars, one a row, such as the scores for each value of a parameter that has no order.
///
/// Of more rows than ``limit``, the first are drawn.
public struct DotPlot: Chart {
    /// The largest number of rows.
    public static let limit = 60

    /// What the picture shows, in a few words.
    public var title: String
    /// A remark below the title.
    public var note: String
    /// What the numbers are.
    public var valueLabel: String
    /// The rows, from top to bottom.
    public var rows: [NamedNumber]

    /// Creates a picture of rows.
    public init(_ title: String, note: String = "", valueLabel: String, rows: [NamedNumber]) {
        self.title = title
        self.note = note
        self.valueLabel = valueLabel
        self.rows = rows
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        "\(valueLabel) in \(NumberText.count(rows.count, "row"))."
    }

    private static let width = 640.0

    /// Draws the picture.
    public func drawing() -> Picture {
        let layout = NamedRows(
            rows, limit: Self.limit, noun: "row", title: title, note: note, width: Self.width, rowHeight: 24,
            gap: 0.2)
        let (start, end) = (layout.start, Self.width - 16)
        let axis = Axis(valueLabel, .covering(layout.shown.flatMap(\.extent), margin: 0.05))
        let scale = PositionScale(.linear, axis.domain, from: start, to: end)
        let ticks = scale.ticks(6)
        var shapes = layout.shapes
        for tick in ticks {
            guard let x = scale.position(of: tick.value) else { continue }
            shapes.append(.line(from: Point(x, layout.top), to: Point(x, layout.bottom), "grid"))
        }
        shapes += Panel.bottomAxis(axis, scale, ticks, at: layout.bottom, left: start, right: end)
        for (index, row) in layout.shown.enumerated() {
            let y = layout.band.center(index)
            guard let x = scale.position(of: row.value) else { continue }
            if let (low, high) = row.errorBar(on: scale) {
                let style = "error faint " + Theme.stroke(0)
                shapes.append(.line(from: Point(low, y), to: Point(high, y), style))
            }
            let error = row.error > 0 ? " ± \(NumberText.short(row.error, digits: 2))" : ""
            shapes.append(
                .circle(Point(x, y), radius: 4, "dot " + Theme.fill(0)).hint(
                    NumberText.short(row.value) + error))
        }
        return Picture(width: Self.width, height: layout.bottom + 46, shapes: shapes)
    }
}
