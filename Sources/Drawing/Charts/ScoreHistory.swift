/// The scores of candidates in the order in which they were tried, and the best score so far.
///
/// Of more candidates than ``limit``, only the line of the best score is drawn.
public struct ScoreHistory: Chart {
    /// The largest number of candidates that are drawn one by one.
    public static let limit = 3000

    /// What the picture shows, in a few words.
    public var title: String
    /// What the scores are.
    public var scoreLabel: String
    /// The scores in the order of the candidates; NaN for a candidate that failed.
    ///
    /// Higher is better.
    public var scores: [Double]
    /// The size of the picture in pixels.
    public var size: ChartSize

    /// Creates a history.
    public init(_ title: String, scoreLabel: String, scores: [Double], size: ChartSize = .standard) {
        self.title = title
        self.scoreLabel = scoreLabel
        self.scores = scores
        self.size = size
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        let best = scores.filter(\.isFinite).max().map { " The best is \(NumberText.short($0))." } ?? ""
        return "\(scoreLabel) of \(NumberText.count(scores.count, "candidate")) in the order of trial.\(best)"
    }

    /// Draws the picture.
    public func drawing() -> Picture {
        let isLong = scores.count > Self.limit
        var legend = [Header.Entry(label: "best so far", style: "curve s3", isLine: true)]
        if !isLong { legend.insert(Header.Entry(label: "candidate", style: "f0"), at: 0) }
        let note = isLong ? "Of \(scores.count) candidates, only the best so far is drawn." : ""
        let header = Header(title, note: note, legend: legend, width: size.width)
        let panel = Panel(
            x: Axis("candidate", Domain(1, Double(max(scores.count, 2)))),
            y: Axis(scoreLabel, .covering(scores, margin: 0.05)), in: size.area(below: header))
        var shapes = header.shapes + panel.axes
        var dots: [SVGElement] = []
        var steps = SVGPath()
        var best = -Double.infinity
        var last: Point?
        for (index, score) in scores.enumerated() {
            guard let point = panel.point(Double(index + 1), score) else { continue }
            if !isLong { dots.append(.circle(point, radius: scores.count > 300 ? 2 : 3, "")) }
            guard score > best else { continue }
            best = score
            if let last {
                steps.line(to: Point(point.x, last.y))
                steps.line(to: point)
            } else {
                steps.move(to: point)
            }
            last = point
        }
        if !dots.isEmpty { shapes.append(.group("faint f0", dots)) }
        if let last {
            steps.line(to: Point(panel.area.right, last.y))
            shapes.append(.path(steps, "curve s3"))
        } else {
            shapes += EmptyNote.shapes(in: panel.area)
        }
        return Picture(width: size.width, height: size.height, shapes: shapes)
    }
}
