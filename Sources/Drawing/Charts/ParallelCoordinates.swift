/// A line a candidate through an axis a parameter, coloured by score.
///
/// Of more lines than ``limit``, those with the highest scores are drawn.
public struct ParallelCoordinates: Chart {
    /// The largest number of lines.
    public static let limit = 1000

    /// An axis: a parameter's values, one for each line.
    public struct Dimension: Sendable, Hashable {
        /// The values of a parameter.
        public enum Values: Sendable, Hashable {
            /// Numbers; NaN for lines without the parameter.
            case numbers([Double], ScaleKind)
            /// Positions in a list of names; `nil` for lines without the parameter.
            case names([Int?], [String])
        }

        /// The parameter.
        public var label: String
        /// Its values.
        public var values: Values

        /// Creates an axis.
        public init(_ label: String, _ values: Values) {
            self.label = label
            self.values = values
        }

        var count: Int {
            switch values {
            case .numbers(let numbers, _): numbers.count
            case .names(let positions, _): positions.count
            }
        }
    }

    /// What the picture shows, in a few words.
    public var title: String
    /// The axes, from left to right.
    public var dimensions: [Dimension]
    /// What the scores are.
    public var scoreLabel: String
    /// The score of each line; lines without a finite score are left out.
    public var scores: [Double]

    /// Creates a picture of lines through axes.
    ///
    /// - Precondition: each dimension has as many values as there are scores.
    public init(_ title: String, dimensions: [Dimension], scoreLabel: String, scores: [Double]) {
        precondition(
            dimensions.allSatisfy { $0.count == scores.count },
            "every dimension needs \(scores.count) values")
        self.title = title
        self.dimensions = dimensions
        self.scoreLabel = scoreLabel
        self.scores = scores
    }

    /// What the picture shows, in a sentence.
    public var summary: String {
        "\(scoreLabel) of \(NumberText.count(scores.count, "candidate")) by "
            + "\(NumberText.count(dimensions.count, "parameter"))."
    }

    /// Draws the picture.
    public func drawing() -> Picture {
        let width = 900.0
        let height = 400.0
        // From the lowest to the highest score, so that the best lines are on top.
        let order = scores.indices.filter { scores[$0].isFinite }.sorted {
            (scores[$0], $1) < (scores[$1], $0)
        }
        let shown = order.suffix(Self.limit)
        let note =
            shown.count < order.count
            ? "The \(shown.count) candidates with the highest scores, of \(order.count)."
            : ""
        let header = Header(title, note: note, width: width)
        let domain = Domain.covering(shown.map { scores[$0] })
        let top = header.height + 34
        let bottom = height - 62
        let scale = PositionScale(.linear, domain, from: bottom, to: top)
        let axes = dimensions.map { ParallelAxis($0, from: bottom, to: top) }
        // The first axis is near the left edge, with room for the texts of its ticks.
        let step = (width - 170) / Double(max(axes.count, 1))
        let across = (0...axes.count).map { 110 + step * Double($0) }
        var shapes = header.shapes
        for index in shown {
            let color = max(ColorRamp.index(of: scores[index], in: domain), 2)
            var points: [Point] = []
            for (place, axis) in axes.enumerated() {
                if let y = axis.position(index) { points.append(Point(across[place], y)) }
            }
            if let y = scale.position(of: scores[index]) { points.append(Point(across[axes.count], y)) }
            let style = "strand " + ColorRamp.stroke(color)
            shapes.append(.path(SVGPath(through: points), style))
        }
        let room = min(step, 200) - 14
        for (place, axis) in axes.enumerated() {
            shapes += axis.shapes(at: across[place], top: top, bottom: bottom, room: room)
        }
        let score = ParallelAxis(
            Dimension(scoreLabel, .numbers(scores, .linear)), from: bottom, to: top, domain: domain)
        shapes += score.shapes(at: across[axes.count], top: top, bottom: bottom, room: room)
        shapes += RampLegend.shapes(
            scoreLabel, domain, hasMissing: false, at: Point(width - 236, height - 44), width: 220)
        if shown.isEmpty {
            shapes += EmptyNote.shapes(in: Rectangle(left: 0, top: top, right: width, bottom: bottom))
        }
        return Picture(width: width, height: height, shapes: shapes)
    }
}

/// A vertical axis of a picture of parallel coordinates.
private struct ParallelAxis {
    let label: String
    let positions: [Double?]
    let ticks: [(position: Double, label: String)]

    init(
        _ dimension: ParallelCoordinates.Dimension, from bottom: Double, to top: Double, domain: Domain? = nil
    ) {
        label = dimension.label
        switch dimension.values {
        case .numbers(let numbers, let kind):
            let scale = PositionScale(kind, domain ?? .covering(numbers, kind), from: bottom, to: top)
            positions = numbers.map(scale.position(of:))
            ticks = scale.ticks(6).compactMap { tick in
                scale.position(of: tick.value).map { ($0, tick.label) }
            }
        case .names(let places, let names):
            let band = BandScale(count: names.count, from: bottom, to: top)
            positions = places.map { $0.map(band.center) }
            ticks = stride(from: 0, to: names.count, by: band.labelStride(13)).map {
                (band.center($0), names[$0])
            }
        }
    }

    func position(_ line: Int) -> Double? { positions[line] }

    func shapes(at x: Double, top: Double, bottom: Double, room: Double) -> [SVGElement] {
        let name = TextLine.fitted(label, to: room)
        var shapes = [
            SVGElement.label(name, at: Point(x, top - 14), .middle).hint(label),
            .line(from: Point(x, top - 4), to: Point(x, bottom + 4), "rule"),
        ]
        for tick in ticks {
            let text = TextLine.fitted(tick.label, to: room / 2, size: 11)
            shapes.append(.line(from: Point(x - 4, tick.position), to: Point(x, tick.position), "rule"))
            shapes.append(.label(text, at: Point(x - 7, tick.position + 4), .end, "muted small halo"))
        }
        return shapes
    }
}
