/// How many rows of each class were predicted as each class; colours are shares of a class's rows.
///
/// Of more classes than ``limit``, the first are drawn.
public struct ConfusionMatrixChart: Chart {
    /// The largest number of classes.
    public static let limit = 40

    /// What the picture shows, in a few words.
    public var title: String
    /// The names of the classes.
    public var classes: [String]
    /// For each actual class, the number of rows predicted as each class, or their weight.
    public var counts: [[Double]]

    /// Creates a confusion matrix.
    ///
    /// - Precondition: `counts` has a row and a column for each class.
    public init(_ title: String = "Confusion matrix", classes: [String], counts: [[Double]]) {
        precondition(
            counts.count == classes.count && counts.allSatisfy { $0.count == classes.count },
            "a confusion matrix of \(classes.count) classes needs as many rows and columns")
        self.title = title
        self.classes = classes
        self.counts = counts
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        let total = counts.joined().reduce(0, +)
        let right = classes.indices.reduce(0) { $0 + counts[$1][$1] }
        return "\(NumberText.short(right)) of \(NumberText.short(total)) rows of "
            + "\(NumberText.count(classes.count, "class"))\(classes.count == 1 ? "" : "es") are predicted right."
    }

    /// Draws the picture.
    public func drawing() -> Picture {
        let width = 640.0
        let shown = min(classes.count, Self.limit)
        let note =
            shown < classes.count
            ? "The first \(shown) of \(classes.count) classes."
            : "Rows in each cell; colours are shares of the rows of the actual class."
        let header = Header(title, note: note, width: width)
        let names = Array(classes.prefix(shown))
        let grid = CellGrid(
            columns: names, rows: names, xLabel: "predicted", yLabel: "actual", width: width,
            top: header.height, cellHeight: min(48, 560 / Double(max(shown, 1))), maximumCellWidth: 72)
        let largest = counts.joined().filter(\.isFinite).max() ?? 0
        let fits = TextLine.width(NumberText.short(largest, digits: 3), size: 11) + 4 <= grid.cellWidth
        var shapes = header.shapes + grid.labels
        for actual in 0..<shown {
            let total = counts[actual].reduce(0, +)
            for predicted in 0..<shown {
                let count = counts[actual][predicted]
                let share = total > 0 && count.isFinite ? count / total : 0
                let color = ColorRamp.index(of: share, in: Domain(0, 1))
                let cell = grid.cell(actual, predicted)
                let text = NumberText.short(count, digits: 3)
                let hint =
                    "\(TextLine.shortened(names[actual], toCharacters: 80)) predicted as "
                    + "\(TextLine.shortened(names[predicted], toCharacters: 80)): \(text), "
                    + "\(NumberText.fixed(100 * share, decimals: 1)) %"
                shapes.append(.rectangle(cell, count > 0 ? ColorRamp.fill(color) : "missing").hint(hint))
                if fits, cell.height >= 12 {
                    let style = count > 0 ? "small " + ColorRamp.text(color) : "small muted"
                    let place = Point(cell.center.x, cell.center.y + 4)
                    shapes.append(.label(text, at: place, .middle, style))
                }
            }
        }
        if shown == 0 { shapes += EmptyNote.shapes(in: grid.area) }
        return Picture(width: width, height: grid.bottom + 4, shapes: shapes)
    }
}
