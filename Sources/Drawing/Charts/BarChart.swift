/// Horizontal bars with names, such as the importance of parameters.
///
/// Of more bars than ``limit``, the first are drawn.
public struct BarChart: Chart {
    /// The largest number of bars.
    public static let limit = 40

    /// What the picture shows, in a few words.
    public var title: String
    /// A remark below the title.
    public var note: String
    /// What the lengths are.
    public var valueLabel: String
    /// The bars, from top to bottom.
    public var bars: [NamedNumber]

    /// Creates a picture of bars.
    public init(_ title: String, note: String = "", valueLabel: String, bars: [NamedNumber]) {
        self.title = title
        self.note = note
        self.valueLabel = valueLabel
        self.bars = bars
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        let first = bars.prefix(5).map {
            "\(TextLine.shortened($0.label, toCharacters: 60)) \(NumberText.short($0.value))"
        }
        let rest = bars.count > 5 ? ", and \(bars.count - 5) more" : ""
        return "\(valueLabel): \(first.joined(separator: ", "))\(rest)."
    }

    private static let width = 640.0

    /// Draws the picture.
    public func drawing() -> Picture {
        let rows = NamedRows(
            bars, limit: Self.limit, noun: "bar", title: title, note: note, width: Self.width, rowHeight: 26,
            gap: 0.3)
        let scale = PositionScale(
            .linear, Domain.covering(rows.shown.flatMap(\.extent) + [0]), from: rows.start,
            to: Self.width - 70)
        let zero = scale.position(of: 0) ?? rows.start
        var shapes = rows.shapes
        for (index, bar) in rows.shown.enumerated() {
            let middle = rows.band.center(index)
            guard let end = scale.position(of: bar.value) else {
                shapes.append(.label("missing", at: Point(zero + 6, middle + 4), .start, "muted small"))
                continue
            }
            let (upper, lower) = rows.band.band(index)
            let area = Rectangle(left: min(zero, end), top: upper, right: max(zero, end), bottom: lower)
            shapes.append(.rectangle(area, Theme.fill(0)))
            shapes += ending(bar, end, middle, scale)
        }
        shapes.append(.line(from: Point(zero, rows.top), to: Point(zero, rows.bottom), "rule"))
        shapes.append(
            .label(
                TextLine.fitted(valueLabel + " →", to: Self.width - 90),
                at: Point(Self.width - 70, rows.bottom + 20),
                .end, "muted"))
        return Picture(width: Self.width, height: rows.bottom + 30, shapes: shapes)
    }

    /// The error bar and the number at the end of a bar.
    private func ending(
        _ bar: NamedNumber, _ end: Double, _ middle: Double, _ scale: PositionScale
    ) -> [SVGElement] {
        var shapes: [SVGElement] = []
        var textStart = max(end, scale.position(of: 0) ?? end)
        if let (low, high) = bar.errorBar(on: scale) {
            shapes.append(.line(from: Point(low, middle), to: Point(high, middle), "rule error"))
            textStart = max(textStart, high)
        }
        let text = NumberText.short(bar.value, digits: 3)
        shapes.append(.label(text, at: Point(textStart + 6, middle + 4), .start, "muted small"))
        return shapes
    }
}
