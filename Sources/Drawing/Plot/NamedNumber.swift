/// A number with a name and the half length of its error bar: a bar, or a row of dots.
public struct NamedNumber: Sendable, Hashable {
    /// The name at its left.
    public var label: String
    /// The number.
    public var value: Double
    /// Half the length of the error bar; 0 for none.
    public var error: Double

    /// Creates a number with a name.
    public init(_ label: String, _ value: Double, error: Double = 0) {
        self.label = label
        self.value = value
        self.error = error
    }

    /// The number, and the ends of its error bar.
    var extent: [Double] { error.isFinite ? [value - error, value + error] : [value] }

    /// The ends of the error bar on an axis; `nil` if it has none.
    func errorBar(on scale: PositionScale) -> (low: Double, high: Double)? {
        guard error > 0, let low = scale.position(of: value - error),
            let high = scale.position(of: value + error)
        else { return nil }
        return (low, high)
    }
}

/// The rows of a picture of named numbers: the names at the left, and the room of each row.
struct NamedRows {
    /// The numbers that are drawn.
    let shown: ArraySlice<NamedNumber>
    /// Title and notes, and the names.
    private(set) var shapes: [SVGElement]
    /// Where the rows begin at the left.
    let start: Double
    let band: BandScale

    var top: Double { band.start }
    var bottom: Double { band.end }

    /// Lays out as many rows as a limit allows.
    init(
        _ numbers: [NamedNumber], limit: Int, noun: String, title: String, note: String, width: Double,
        rowHeight: Double, gap: Double
    ) {
        shown = numbers.prefix(limit)
        let cut =
            numbers.count > limit ? "The first \(limit) of \(numbers.count) \(noun)s are shown." : ""
        let header = Header(
            title, note: [note, cut].filter { !$0.isEmpty }.joined(separator: " "), width: width)
        let widest = shown.map { TextLine.width($0.label) }.max() ?? 0
        start = 20 + min(widest + 8, 240)
        let top = header.height + 4
        band = BandScale(
            count: shown.count, from: top, to: top + rowHeight * Double(max(shown.count, 2)), gap: gap)
        shapes = header.shapes
        for (index, number) in shown.enumerated() {
            let name = TextLine.fitted(number.label, to: start - 26)
            let place = Point(start - 10, band.center(index) + 4)
            shapes.append(.label(name, at: place, .end).hint(number.label))
        }
        if shown.isEmpty {
            shapes += EmptyNote.shapes(
                in: Rectangle(left: 0, top: band.start, right: width, bottom: band.end))
        }
    }
}
