/// Lines through numbers with error bars, such as scores against a parameter.
public struct LineChart: Chart {
    /// A number at a place, with the half length of its error bar.
    public struct Sample: Sendable, Hashable {
        /// Where the number is on the horizontal axis.
        public var x: Double
        /// The number.
        public var y: Double
        /// Half the length of the error bar; 0 for none.
        public var error: Double

        /// Creates a sample.
        public init(x: Double, y: Double, error: Double = 0) {
            self.x = x
            self.y = y
            self.error = error
        }
    }

    /// Samples that a line joins in order.
    public struct Series: Sendable, Hashable {
        /// What the line is, for the legend.
        public var label: String
        /// The samples, from left to right.
        public var samples: [Sample]
        /// Whether the line is one to compare others with, which is dashed and has no points.
        public var isReference: Bool

        /// Creates a series.
        public init(_ label: String, _ samples: [Sample], isReference: Bool = false) {
            self.label = label
            self.samples = samples
            self.isReference = isReference
        }
    }

    /// What the picture shows, in a few words.
    public var title: String
    /// A remark below the title.
    public var note: String
    /// What the horizontal axis shows.
    public var xLabel: String
    /// What the vertical axis shows.
    public var yLabel: String
    /// How numbers are laid out along the horizontal axis.
    public var xScale: ScaleKind
    /// The lines.
    public var series: [Series]
    /// The size of the picture in pixels.
    public var size: ChartSize

    /// Creates a picture of lines.
    public init(
        _ title: String, note: String = "", xLabel: String, yLabel: String, xScale: ScaleKind = .linear,
        series: [Series], size: ChartSize = .standard
    ) {
        self.title = title
        self.note = note
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.xScale = xScale
        self.series = series
        self.size = size
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        let count = series.reduce(0) { $0 + $1.samples.count }
        return "\(yLabel) against \(xLabel): \(NumberText.count(count, "point")) in "
            + "\(NumberText.count(series.count, "line"))."
    }

    /// Draws the picture.
    public func drawing() -> Picture {
        let legend =
            series.count < 2
            ? []
            : series.enumerated().map { index, series in
                Header.Entry(label: series.label, style: Self.style(of: series, index), isLine: true)
            }
        let header = Header(title, note: note, legend: legend, width: size.width)
        let samples = series.flatMap(\.samples).filter { xScale.admits($0.x) && $0.y.isFinite }
        let panel = Panel(
            x: Axis(xLabel, .covering(samples.lazy.map(\.x), xScale, margin: 0.03), xScale),
            y: Axis(yLabel, .covering(samples.flatMap { Self.limits($0) }, margin: 0.05)),
            in: size.area(below: header))
        var shapes = header.shapes + panel.axes
        for (index, series) in series.enumerated() { shapes += marks(of: series, index, in: panel) }
        if samples.isEmpty { shapes += EmptyNote.shapes(in: panel.area) }
        return Picture(width: size.width, height: size.height, shapes: shapes)
    }

    private func marks(of series: Series, _ index: Int, in panel: Panel) -> [SVGElement] {
        let line = panel.path(series.samples.lazy.map { ($0.x, $0.y) })
        if series.isReference { return line.isEmpty ? [] : [.path(line, Self.style(of: series, index))] }
        let style = Theme.stroke(index)
        var errors = SVGPath()
        var dots: [SVGElement] = []
        for sample in series.samples {
            guard let point = panel.point(sample.x, sample.y) else { continue }
            let limits = Self.limits(sample)
            if sample.error > 0, let low = panel.y.position(of: limits[0]),
                let high = panel.y.position(of: limits[1])
            {
                for (start, end) in [
                    (Point(point.x, low), Point(point.x, high)),
                    (Point(point.x - 3, low), Point(point.x + 3, low)),
                    (Point(point.x - 3, high), Point(point.x + 3, high)),
                ] {
                    errors.move(to: start)
                    errors.line(to: end)
                }
            }
            if series.samples.count <= 100 {
                let text = "\(xLabel) \(NumberText.short(sample.x)): \(NumberText.short(sample.y))"
                let error = sample.error > 0 ? " ± \(NumberText.short(sample.error, digits: 2))" : ""
                dots.append(.circle(point, radius: 3.5, "dot " + Theme.fill(index)).hint(text + error))
            }
        }
        var shapes: [SVGElement] = []
        if !errors.isEmpty { shapes.append(.path(errors, "error faint " + style)) }
        if !line.isEmpty { shapes.append(.path(line, Self.style(of: series, index))) }
        return shapes + dots
    }

    private static func style(of series: Series, _ index: Int) -> String {
        series.isReference ? "reference" : "curve " + Theme.stroke(index)
    }

    private static func limits(_ sample: Sample) -> [Double] {
        let error = sample.error.isFinite ? sample.error : 0
        return [sample.y - error, sample.y + error]
    }
}
