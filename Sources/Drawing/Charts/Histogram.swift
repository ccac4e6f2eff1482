#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How many numbers lie in each of equal intervals.
public struct Histogram: Chart {
    /// What the picture shows, in a few words.
    public var title: String
    /// What the numbers are.
    public var label: String
    /// The numbers.
    public var values: [Double]
    /// The size of the picture in pixels.
    public var size: ChartSize

    /// Creates a histogram.
    public init(_ title: String, label: String, values: [Double], size: ChartSize = .standard) {
        self.title = title
        self.label = label
        self.values = values
        self.size = size
    }

    /// What the picture shows, in a sentence.
    public var summary: String { "Distribution of \(NumberText.count(values.count, "value")) of \(label)." }

    /// Draws the picture.
    public func drawing() -> Picture {
        let bins = HistogramBins(values)
        let left = values.count - bins.total
        let header = Header(
            title, note: left > 0 ? "\(NumberText.count(left, "missing value")) left out." : "",
            width: size.width)
        let panel = Panel(
            x: Axis(label, bins.domain),
            y: Axis("count", Domain(0, Double(bins.counts.max() ?? 1) * 1.04)),
            in: size.area(below: header))
        var shapes = header.shapes + panel.axes
        for (index, count) in bins.counts.enumerated() where count > 0 {
            let (lower, upper) = bins.limits(index)
            guard let start = panel.point(lower, Double(count)), let end = panel.point(upper, 0) else {
                continue
            }
            let gap = end.x - start.x > 4 ? 0.5 : 0
            let area = Rectangle(left: start.x + gap, top: start.y, right: end.x - gap, bottom: end.y)
            shapes.append(
                .rectangle(area, Theme.fill(0)).hint(
                    "\(NumberText.short(lower)) to \(NumberText.short(upper)): \(count)"))
        }
        if bins.total == 0 { shapes += EmptyNote.shapes(in: panel.area) }
        return Picture(width: size.width, height: size.height, shapes: shapes)
    }
}

/// Equal intervals, and how many numbers are in each; the last holds its upper limit too.
struct HistogramBins {
    let domain: Domain
    let counts: [Int]

    var total: Int { counts.reduce(0, +) }

    /// Chooses the number of intervals by the rule of Freedman and Diaconis, from 5 to 60.
    init(_ values: [Double]) {
        let sorted = values.filter(\.isFinite).sorted()
        domain = .covering(sorted)
        guard let first = sorted.first, let last = sorted.last else {
            counts = []
            return
        }
        if first == last {
            counts = [0, 0, sorted.count, 0, 0]
            return
        }
        let spread = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
        let width = 2 * spread / cbrt(Double(sorted.count))
        let wanted = width > 0 ? (domain.upper - domain.lower) / width : 30
        let bins = Int(min(max(wanted.isFinite ? wanted.rounded(.up) : 30, 5), 60))
        let scale = PositionScale(.linear, domain, from: 0, to: Double(bins))
        var counts = Array(repeating: 0, count: bins)
        for value in sorted { counts[min(Int(scale.position(of: value) ?? 0), bins - 1)] += 1 }
        self.counts = counts
    }

    func limits(_ index: Int) -> (Double, Double) {
        let step = (domain.upper - domain.lower) / Double(max(counts.count, 1))
        return (domain.lower + step * Double(index), domain.lower + step * Double(index + 1))
    }
}
