/// Points at pairs of numbers, such as predicted against actual values.
///
/// More points than ``limit`` are drawn as squares, coloured by the number of points in each.
public struct ScatterPlot: Chart {
    /// The largest number of points that are drawn one by one.
    public static let limit = 3000

    /// Points of one colour.
    public struct Group: Sendable, Hashable {
        /// What the points are, for the legend.
        public var label: String
        /// The numbers along the horizontal axis.
        public var x: [Double]
        /// The numbers along the vertical axis.
        public var y: [Double]

        /// Creates a group of points.
        ///
        /// - Precondition: `x` and `y` have equal counts.
        public init(_ label: String = "", x: [Double], y: [Double]) {
            precondition(x.count == y.count, "\(x.count) numbers for x and \(y.count) for y")
            self.label = label
            self.x = x
            self.y = y
        }
    }

    /// A line to compare the points with.
    public enum Reference: Sendable, Hashable {
        /// Where both numbers are equal.
        case equality
        /// Where the vertical number is zero.
        case zero
    }

    /// What the picture shows, in a few words.
    public var title: String
    /// What the horizontal axis shows.
    public var xLabel: String
    /// What the vertical axis shows.
    public var yLabel: String
    /// The points.
    public var groups: [Group]
    /// The line to compare with, if any.
    public var reference: Reference?
    /// How numbers are laid out along the horizontal axis.
    public var xScale: ScaleKind
    /// The size of the picture in pixels.
    public var size: ChartSize

    /// Creates a picture of points.
    public init(
        _ title: String, xLabel: String, yLabel: String, groups: [Group], reference: Reference? = nil,
        xScale: ScaleKind = .linear, size: ChartSize = .standard
    ) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.groups = groups
        self.reference = reference
        self.xScale = xScale
        self.size = size
    }

    private var count: Int { groups.reduce(0) { $0 + $1.x.count } }

    /// What the picture shows, in a sentence.
    public var summary: String {
        "\(yLabel) against \(xLabel): \(NumberText.count(count, "point"))."
    }

    /// Draws the picture.
    public func drawing() -> Picture {
        let isBinned = count > Self.limit
        let note =
            isBinned
            ? "\(NumberText.count(count, "point")), summarised as squares; darker or brighter squares hold more."
            : ""
        let legend =
            groups.count < 2 || isBinned
            ? []
            : groups.enumerated().map { index, group in
                Header.Entry(label: group.label, style: Theme.fill(index))
            }
        let header = Header(title, note: note, legend: legend, width: size.width)
        let points = groups.flatMap { zip($0.x, $0.y) }.filter {
            xScale.admits($0.0) && $0.1.isFinite
        }
        var (x, y) = (
            Domain.covering(points.lazy.map(\.0), xScale, margin: 0.03),
            Domain.covering(points.lazy.map(\.1), margin: 0.03)
        )
        switch reference {
        case .equality:
            x = x.including(y.lower).including(y.upper)
            y = x
        case .zero: y = y.including(0)
        case nil: break
        }
        let panel = Panel(x: Axis(xLabel, x, xScale), y: Axis(yLabel, y), in: size.area(below: header))
        var shapes = header.shapes + panel.axes
        shapes += isBinned ? squares(points, in: panel) : dots(in: panel)
        shapes += line(in: panel)
        if points.isEmpty { shapes += EmptyNote.shapes(in: panel.area) }
        return Picture(width: size.width, height: size.height, shapes: shapes)
    }

    private func dots(in panel: Panel) -> [SVGElement] {
        let radius = count > 300 ? 2.0 : 3.0
        return groups.enumerated().flatMap { index, group in
            let marks = zip(group.x, group.y).compactMap { x, y in
                panel.point(x, y).map { SVGElement.circle($0, radius: radius, "") }
            }
            return marks.isEmpty ? [] : [SVGElement.group("faint " + Theme.fill(index), marks)]
        }
    }

    private func squares(_ points: [(Double, Double)], in panel: Panel) -> [SVGElement] {
        let side = 6.0
        let columns = max(1, Int(panel.area.width / side))
        var counts: [Int: Int] = [:]
        for (x, y) in points {
            guard let point = panel.point(x, y) else { continue }
            let column = min(Int((point.x - panel.area.left) / side), columns - 1)
            counts[Int((point.y - panel.area.top) / side) * columns + column, default: 0] += 1
        }
        // By the logarithm, because a few squares hold most of the points.
        let scale = PositionScale(
            .logarithmic, .covering(counts.values.lazy.map(Double.init), .logarithmic),
            from: 3, to: Double(ColorRamp.count - 1))
        return counts.sorted { $0.key < $1.key }.map { place, count in
            let left = panel.area.left + Double(place % columns) * side
            let top = panel.area.top + Double(place / columns) * side
            let color = Int((scale.position(of: Double(count)) ?? 0).rounded())
            return .rectangle(
                Rectangle(left: left, top: top, right: left + side, bottom: top + side),
                ColorRamp.fill(color))
        }
    }

    private func line(in panel: Panel) -> [SVGElement] {
        let (start, end) =
            switch reference {
            case .equality:
                (
                    panel.point(panel.x.domain.lower, panel.y.domain.lower),
                    panel.point(panel.x.domain.upper, panel.y.domain.upper)
                )
            case .zero: (panel.point(panel.x.domain.lower, 0), panel.point(panel.x.domain.upper, 0))
            case nil: (Point?.none, Point?.none)
            }
        guard let start, let end else { return [] }
        return [.line(from: start, to: end, "reference")]
    }
}

extension ScatterPlot {
    /// A picture of predicted against actual values, with the line on which both are equal.
    public static func predictedAgainstActual(actual: [Double], predicted: [Double]) -> ScatterPlot {
        ScatterPlot(
            "Predicted against actual", xLabel: "actual", yLabel: "predicted",
            groups: [Group(x: actual, y: predicted)], reference: .equality, size: .square)
    }

    /// A picture of residuals, which are actual minus predicted values, against predicted values.
    public static func residuals(actual: [Double], predicted: [Double]) -> ScatterPlot {
        ScatterPlot(
            "Residuals", xLabel: "predicted", yLabel: "actual − predicted",
            groups: [Group(x: predicted, y: zip(actual, predicted).map { $0 - $1 })], reference: .zero)
    }
}
