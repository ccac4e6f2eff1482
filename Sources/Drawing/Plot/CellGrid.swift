/// Cells in rows and columns with names, as heat maps and confusion matrices have.
struct CellGrid {
    let area: Rectangle
    let labels: [SVGElement]
    /// Where the labels below the cells end.
    let bottom: Double
    private let across: BandScale
    private let down: BandScale

    var cellWidth: Double { across.step * (1 - across.gap) }

    init(
        columns: [String], rows: [String], xLabel: String, yLabel: String, width: Double, top: Double,
        cellHeight: Double, maximumCellWidth: Double = 96
    ) {
        let widest = rows.lazy.prefix(500).map { TextLine.width($0, size: 11) }.max() ?? 0
        let left = 8 + min(max(widest + 8, 24), 150)
        let height = min(max(cellHeight, 8), max(3, 720 / Double(max(rows.count, 1))))
        let cellWidth = min(maximumCellWidth, (width - 16 - left) / Double(max(columns.count, 1)))
        let right = columns.isEmpty ? width - 16 : left + cellWidth * Double(columns.count)
        let start = top + 20
        let end = rows.isEmpty ? start + 120 : start + height * Double(rows.count)
        area = Rectangle(left: left, top: start, right: right, bottom: end)
        across = BandScale(
            count: columns.count, from: left, to: right, gap: cellWidth < 8 ? 0 : 2 / cellWidth)
        down = BandScale(count: rows.count, from: start, to: end, gap: height < 8 ? 0 : 2 / height)

        var shapes: [SVGElement] = []
        let yText = TextLine.fitted(yLabel + " ↓", to: width - 16)
        shapes.append(.label(yText, at: Point(8, top + 10), .start, "muted"))
        for index in stride(from: 0, to: rows.count, by: down.labelStride(13)) {
            let text = TextLine.fitted(rows[index], to: left - 14, size: 11)
            shapes.append(.label(text, at: Point(left - 6, down.center(index) + 4), .end, "muted small"))
        }
        // Names wider than their column share the room of several columns, or are shortened.
        let longest = columns.lazy.prefix(500).map { TextLine.width($0, size: 11) }.max() ?? 0
        let step = columns.count > 24 ? across.labelStride(min(longest + 8, 60)) : 1
        for index in stride(from: 0, to: columns.count, by: step) {
            let text = TextLine.fitted(columns[index], to: across.step * Double(step) - 4, size: 11)
            shapes.append(.label(text, at: Point(across.center(index), end + 16), .middle, "muted small"))
        }
        let xText = TextLine.fitted(xLabel + " →", to: width - 16)
        let xEnd = max(right, min(width - 8, left + TextLine.width(xText)))
        shapes.append(.label(xText, at: Point(xEnd, end + 34), .end, "muted"))
        labels = shapes
        bottom = end + 42
    }

    func cell(_ row: Int, _ column: Int) -> Rectangle {
        let (left, right) = across.band(column)
        let (top, bottom) = down.band(row)
        return Rectangle(left: left, top: top, right: right, bottom: bottom)
    }
}
