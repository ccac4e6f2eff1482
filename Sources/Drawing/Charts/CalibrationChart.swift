/// How often predicted probabilities come true: the share of positive rows against the mean probability of bins of
/// rows, above the number of rows in each bin.
public struct CalibrationChart: Chart {
    /// Rows with similar probabilities.
    public struct Bin: Sendable, Hashable {
        /// The mean of the predicted probabilities.
        public var predicted: Double
        /// The share of rows of the positive class.
        public var observed: Double
        /// The number of rows.
        public var count: Int

        /// Creates a bin.
        public init(predicted: Double, observed: Double, count: Int) {
            self.predicted = predicted
            self.observed = observed
            self.count = count
        }
    }

    /// What the picture shows, in a few words.
    public var title: String
    /// The bins of each curve, by ascending probability, with a name for the legend.
    public var curves: [(label: String, bins: [Bin])]

    /// Creates a picture of calibration.
    public init(_ title: String, curves: [(label: String, bins: [Bin])]) {
        self.title = title
        self.curves = curves
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        let bins = curves.reduce(0) { $0 + $1.bins.count }
        return "Share of positive rows against predicted probability, in \(NumberText.count(bins, "bin"))."
    }

    /// Draws the picture.
    public func drawing() -> Picture {
        let width = ChartSize.square.width
        var legend = curves.enumerated().map { index, curve in
            Header.Entry(label: curve.label, style: "curve " + Theme.stroke(index), isLine: true)
        }
        legend.append(.init(label: "perfect", style: "reference", isLine: true))
        let header = Header(title, legend: legend, width: width)
        let area = Rectangle(left: 8, top: header.height, right: width, bottom: header.height + 380)
        let panel = Panel(x: Axis("", Domain(0, 1)), y: Axis("observed share", Domain(0, 1)), in: area)
        var shapes = header.shapes + panel.axes
        shapes.append(
            .line(
                from: Point(panel.area.left, panel.area.bottom), to: Point(panel.area.right, panel.area.top),
                "reference"))
        for (index, curve) in curves.enumerated() {
            let path = panel.path(curve.bins.lazy.map { ($0.predicted, $0.observed) })
            if !path.isEmpty { shapes.append(.path(path, "curve " + Theme.stroke(index))) }
            for bin in curve.bins {
                guard let point = panel.point(bin.predicted, bin.observed) else { continue }
                let text =
                    "predicted \(NumberText.short(bin.predicted, digits: 3)), observed "
                    + "\(NumberText.short(bin.observed, digits: 3)), \(NumberText.count(bin.count, "row"))"
                shapes.append(.circle(point, radius: 3.5, "dot " + Theme.fill(index)).hint(text))
            }
        }
        shapes += counts(below: area.bottom, panel)
        return Picture(width: width, height: area.bottom + 118, shapes: shapes)
    }

    /// The numbers of rows as bars at the bins' probabilities.
    private func counts(below top: Double, _ panel: Panel) -> [SVGElement] {
        let largest = Double(curves.flatMap(\.bins).map(\.count).max() ?? 1)
        let counts = PositionScale(.linear, Domain(0, max(largest, 1)), from: top + 76, to: top + 20)
        var shapes = [SVGElement.label("↑ rows", at: Point(8, top + 10), .start, "muted")]
        let most = NumberText.short(largest, digits: 3)
        shapes.append(.label(most, at: Point(panel.area.left - 6, top + 24), .end, "muted small"))
        let width = max(2, min(12, 36 / Double(max(curves.count, 1))))
        for (index, curve) in curves.enumerated() {
            for bin in curve.bins {
                guard let x = panel.x.position(of: bin.predicted),
                    let y = counts.position(of: Double(bin.count))
                else { continue }
                let left = x + (Double(index) - Double(curves.count) / 2) * width
                let bar = Rectangle(left: left, top: y, right: left + width, bottom: top + 76)
                shapes.append(.rectangle(bar, "faint " + Theme.fill(index)))
            }
        }
        let axis = Axis("predicted probability", Domain(0, 1))
        return shapes
            + Panel.bottomAxis(
                axis, panel.x, panel.x.ticks(5), at: top + 76, left: panel.area.left, right: panel.area.right)
    }
}
