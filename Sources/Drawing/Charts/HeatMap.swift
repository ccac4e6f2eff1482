/// A number for each pair of two lists, as colours: the mean score for each pair of two parameters' values.
public struct HeatMap: Chart {
    /// What the picture shows, in a few words.
    public var title: String
    /// A remark below the title.
    public var note: String
    /// What the columns are.
    public var xLabel: String
    /// What the rows are.
    public var yLabel: String
    /// What the numbers are.
    public var valueLabel: String
    /// The names of the columns, from left to right.
    public var columns: [String]
    /// The names of the rows, from top to bottom.
    public var rows: [String]
    /// The numbers of each row; NaN where a number is missing.
    public var values: [[Double]]

    /// Creates a heat map.
    ///
    /// - Precondition: `values` has a row for each of `rows`, with a number for each of `columns`.
    public init(
        _ title: String, note: String = "", xLabel: String, yLabel: String, valueLabel: String,
        columns: [String], rows: [String], values: [[Double]]
    ) {
        precondition(values.count == rows.count, "\(values.count) rows of values for \(rows.count) names")
        precondition(
            values.allSatisfy { $0.count == columns.count }, "every row needs \(columns.count) values")
        (self.title, self.note) = (title, note)
        (self.xLabel, self.yLabel, self.valueLabel) = (xLabel, yLabel, valueLabel)
        (self.columns, self.rows, self.values) = (columns, rows, values)
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        "\(valueLabel) for \(NumberText.count(columns.count, "value")) of \(xLabel) and "
            + "\(NumberText.count(rows.count, "value")) of \(yLabel)."
    }

    private static let width = 640.0

    /// Draws the picture.
    public func drawing() -> Picture {
        let header = Header(title, note: note, width: Self.width)
        let domain = Domain.covering(values.joined())
        let grid = CellGrid(
            columns: columns, rows: rows, xLabel: xLabel, yLabel: yLabel, width: Self.width,
            top: header.height, cellHeight: 34)
        let texts = CellTexts(values.joined(), width: grid.cellWidth)
        var shapes = header.shapes + grid.labels
        for (row, numbers) in values.enumerated() {
            for (column, value) in numbers.enumerated() {
                let cell = grid.cell(row, column)
                guard value.isFinite else {
                    shapes.append(.rectangle(cell.inset(by: 0.5), "missing").hint(hint(row, column)))
                    continue
                }
                let color = ColorRamp.index(of: value, in: domain)
                shapes.append(.rectangle(cell, ColorRamp.fill(color)).hint(hint(row, column)))
                if texts.fit, cell.height >= 14 {
                    let place = Point(cell.center.x, cell.center.y + 4)
                    shapes.append(
                        .label(texts.text(value), at: place, .middle, "small " + ColorRamp.text(color)))
                }
            }
        }
        if values.joined().isEmpty { shapes += EmptyNote.shapes(in: grid.area) }
        let legendTop = grid.bottom + 6
        shapes += RampLegend.shapes(
            valueLabel, domain, hasMissing: values.joined().contains { !$0.isFinite },
            at: Point(grid.area.left, legendTop), width: min(220, grid.area.width))
        return Picture(width: Self.width, height: legendTop + 46, shapes: shapes)
    }

    private func hint(_ row: Int, _ column: Int) -> String {
        let place = "\(xLabel) \(columns[column]), \(yLabel) \(rows[row])"
        return TextLine.shortened(place, toCharacters: 200)
            + ": \(NumberText.short(values[row][column], digits: 5))"
    }
}

/// The texts in the cells of a heat map, all with the same number of decimal places.
struct CellTexts {
    let decimals: Int?
    /// Whether the texts fit in the cells.
    let fit: Bool

    init(_ values: some Sequence<Double>, width: Double) {
        let domain = Domain.covering(values)
        let step = (domain.upper - domain.lower) / 50
        let largest = max(domain.lower.magnitude, domain.upper.magnitude)
        decimals =
            largest < 1e6 && step > 1e-6
            ? (0...6).first { step >= 1 / NumberText.powers[$0] } ?? 6 : nil
        let decimals = decimals
        let widest =
            [domain.lower, domain.upper].map { value in
                TextLine.width(Self.text(value, decimals), size: 11)
            }.max() ?? 0
        fit = widest + 6 <= width
    }

    func text(_ value: Double) -> String { Self.text(value, decimals) }

    private static func text(_ value: Double, _ decimals: Int?) -> String {
        decimals.map { NumberText.fixed(value, decimals: $0) } ?? NumberText.short(value, digits: 3)
    }
}
