/// Memory over time, as an area, with a line at its budget.
///
/// Of more samples than the picture has columns of pixels, the largest of each column is drawn.
public struct MemoryChart: Chart {
    /// The memory at a time, which holds until the next sample.
    public struct Sample: Sendable, Hashable {
        /// The time in seconds.
        public var time: Double
        /// The memory in bytes.
        public var bytes: Double

        /// Creates a sample.
        public init(time: Double, bytes: Double) {
            self.time = time
            self.bytes = bytes
        }
    }

    /// What the picture shows, in a few words.
    public var title: String
    /// The memory, by ascending time.
    public var samples: [Sample]
    /// The memory that may be used, if it is limited.
    public var budget: Double?

    /// Creates a picture of memory.
    public init(_ title: String = "Memory", samples: [Sample], budget: Double? = nil) {
        self.title = title
        self.samples = samples
        self.budget = budget
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        let peak = samples.lazy.map(\.bytes).filter(\.isFinite).max()
        return "Memory over time\(peak.map { ", at most \(NumberText.bytes($0))" } ?? "")."
    }

    /// Draws the picture.
    public func drawing() -> Picture {
        let size = ChartSize(width: 900, height: 260)
        let drawn = samples.filter { $0.time.isFinite && $0.bytes.isFinite }
        let header = Header(
            title, legend: budget == nil ? [] : [.init(label: "budget", style: "reference", isLine: true)],
            width: size.width)
        let start = drawn.first?.time ?? 0
        let end = drawn.last?.time ?? 1
        let largest = max(drawn.lazy.map(\.bytes).max() ?? 1, budget ?? 0, 1)
        let duration = max(end - start, 1e-9)
        let panel = Panel(
            x: Axis("time since the start", Domain(0, duration), format: NumberText.seconds(upTo: duration)),
            y: Axis("memory", Domain(0, largest * 1.05), format: NumberText.bytes),
            in: size.area(below: header))
        var shapes = header.shapes + panel.axes
        var outline: [Point] = []
        for point in Self.thinned(drawn.compactMap { panel.point($0.time - start, $0.bytes) }) {
            if let last = outline.last { outline.append(Point(point.x, last.y)) }
            outline.append(point)
        }
        if let first = outline.first, let last = outline.last {
            let base = panel.area.bottom
            var area = SVGPath(through: [Point(first.x, base)] + outline + [Point(last.x, base)])
            area.close()
            shapes.append(.path(area, "band f0"))
            shapes.append(.path(SVGPath(through: outline), "curve s0"))
        } else {
            shapes += EmptyNote.shapes(in: panel.area)
        }
        if let budget, let left = panel.point(0, budget) {
            shapes.append(.line(from: left, to: Point(panel.area.right, left.y), "reference"))
        }
        return Picture(width: size.width, height: size.height, shapes: shapes)
    }

    /// The highest point of each column of pixels, if there are more points than columns.
    private static func thinned(_ points: [Point]) -> [Point] {
        guard points.count > 1000 else { return points }
        var result: [Point] = []
        for point in points {
            if let last = result.last, point.x.rounded(.down) == last.x.rounded(.down) {
                if point.y < last.y { result[result.count - 1] = point }
            } else {
                result.append(point)
            }
        }
        return result
    }
}
