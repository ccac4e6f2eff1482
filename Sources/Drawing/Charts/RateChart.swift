/// Curves of rates from 0 to 1 with a band: receiver operating characteristic, or precision against recall.
public struct RateChart: Chart {
    /// The largest number of curves with bands.
    public static let bandLimit = 3

    /// A point of a mean curve, with the limits of the band around it.
    public struct Sample: Sendable, Hashable {
        /// Where the point is on the horizontal axis.
        public var x: Double
        /// The mean of the curves there.
        public var y: Double
        /// The lower limit of the band.
        public var lower: Double
        /// The upper limit of the band.
        public var upper: Double

        /// Creates a point of a mean curve.
        public init(x: Double, y: Double, lower: Double, upper: Double) {
            self.x = x
            self.y = y
            self.lower = lower
            self.upper = upper
        }
    }

    /// A mean curve, and the curves of the folds.
    public struct Curve: Sendable, Hashable {
        /// What the curve is, for the legend.
        public var label: String
        /// The mean curve, from left to right.
        public var mean: [Sample]
        /// The curves of the folds, each as points from left to right.
        public var folds: [[SIMD2<Double>]]

        /// Creates a curve.
        public init(_ label: String, mean: [Sample], folds: [[SIMD2<Double>]] = []) {
            self.label = label
            self.mean = mean
            self.folds = folds
        }
    }

    /// What a model without skill would reach.
    public enum Reference: Sendable, Hashable {
        /// Equal rates.
        case diagonal
        /// The same rate everywhere.
        case level(Double)
    }

    /// What the picture shows, in a few words.
    public var title: String
    /// A remark below the title.
    public var note: String
    /// What the horizontal axis shows.
    public var xLabel: String
    /// What the vertical axis shows.
    public var yLabel: String
    /// The curves.
    public var curves: [Curve]
    /// What a model without skill would reach, if known.
    public var reference: Reference?

    /// Creates a picture of rates.
    public init(
        _ title: String, note: String = "", xLabel: String, yLabel: String, curves: [Curve],
        reference: Reference? = nil
    ) {
        self.title = title
        self.note = note
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.curves = curves
        self.reference = reference
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        let labels = curves.prefix(5).map { TextLine.shortened($0.label, toCharacters: 60) }
        return "\(yLabel) against \(xLabel): \(labels.joined(separator: ", "))."
    }

    /// Draws the picture.
    public func drawing() -> Picture {
        let size = ChartSize.square
        var legend = curves.enumerated().map { index, curve in
            Header.Entry(label: curve.label, style: "curve " + Theme.stroke(index), isLine: true)
        }
        if reference != nil { legend.append(.init(label: "no skill", style: "reference", isLine: true)) }
        let header = Header(title, note: note, legend: legend, width: size.width)
        let area = Rectangle(left: 8, top: header.height, right: size.width, bottom: header.height + 400)
        let panel = Panel(
            x: Axis(xLabel, Domain(0, 1)), y: Axis(yLabel, Domain(0, 1)), in: area)
        var shapes = header.shapes + panel.axes
        shapes += referenceLine(in: panel)
        // The curves of folds, and bands, only where they cannot be confused.
        let showsFolds = curves.count == 1
        for (index, curve) in curves.enumerated() {
            let band = Self.band(curve.mean, in: panel)
            if !band.isEmpty, curves.count <= Self.bandLimit {
                shapes.append(.path(band, "band " + Theme.fill(index)))
            }
            for fold in curve.folds.prefix(50) where showsFolds {
                let path = panel.path(fold.lazy.map { ($0.x, $0.y) })
                if !path.isEmpty { shapes.append(.path(path, "thin " + Theme.stroke(index))) }
            }
        }
        for (index, curve) in curves.enumerated() {
            let path = panel.path(curve.mean.lazy.map { ($0.x, $0.y) })
            if !path.isEmpty { shapes.append(.path(path, "curve " + Theme.stroke(index))) }
        }
        if curves.allSatisfy(\.mean.isEmpty) { shapes += EmptyNote.shapes(in: panel.area) }
        return Picture(width: size.width, height: area.bottom + 6, shapes: shapes)
    }

    private func referenceLine(in panel: Panel) -> [SVGElement] {
        let (start, end) =
            switch reference {
            case .diagonal: (panel.point(0, 0), panel.point(1, 1))
            case .level(let rate): (panel.point(0, rate), panel.point(1, rate))
            case nil: (Point?.none, Point?.none)
            }
        guard let start, let end else { return [] }
        return [.line(from: start, to: end, "reference")]
    }

    private static func band(_ samples: [Sample], in panel: Panel) -> SVGPath {
        let upper = samples.compactMap { panel.point($0.x, $0.upper) }
        let lower = samples.reversed().compactMap { panel.point($0.x, $0.lower) }
        guard upper.count > 1, lower.count > 1 else { return SVGPath() }
        var path = SVGPath(through: upper + lower)
        path.close()
        return path
    }
}
