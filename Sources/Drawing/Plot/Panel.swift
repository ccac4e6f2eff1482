/// A rectangle with two axes of numbers, in which marks are placed.
struct Panel {
    let area: Rectangle
    let x: PositionScale
    let y: PositionScale
    /// The axes' lines and texts, which are below the marks.
    let axes: [SVGElement]

    /// Lays out axes in a rectangle: the labels of y need room at its left, and those of x below.
    init(x: Axis, y: Axis, in outer: Rectangle) {
        let top = outer.top + 22
        let bottom = outer.bottom - (x.label.isEmpty ? 24 : 42)
        let tickCount = max(2, Int((bottom - top) / 40))
        let yScale = PositionScale(y.kind, y.domain, from: bottom, to: top)
        let yTicks = y.ticks(yScale, tickCount)
        let widest = yTicks.map { TextLine.width($0.label, size: 11) }.max() ?? 0
        let left = outer.left + max(widest + 10, 28)
        let right = outer.right - 16
        area = Rectangle(left: left, top: top, right: right, bottom: bottom)
        self.y = yScale
        self.x = PositionScale(x.kind, x.domain, from: left, to: right)

        var shapes: [SVGElement] = []
        for tick in yTicks {
            guard let position = yScale.position(of: tick.value) else { continue }
            shapes.append(.line(from: Point(left, position), to: Point(right, position), "grid"))
            shapes.append(.label(tick.label, at: Point(left - 6, position + 4), .end, "muted small"))
        }
        let xTicks = x.ticks(self.x, max(2, Int((right - left) / 80)))
        shapes += Self.bottomAxis(x, self.x, xTicks, at: bottom, left: left, right: right)
        let label = TextLine.fitted("↑ " + y.label, to: right - outer.left)
        if !y.label.isEmpty {
            shapes.append(.label(label, at: Point(outer.left, outer.top + 8), .start, "muted"))
        }
        axes = shapes
    }

    /// The line, the ticks and the label of an axis below marks.
    ///
    /// Labels that would overlap are left out.
    static func bottomAxis(
        _ axis: Axis, _ scale: PositionScale, _ ticks: [Tick], at bottom: Double, left: Double, right: Double
    ) -> [SVGElement] {
        var shapes = [SVGElement.line(from: Point(left, bottom), to: Point(right, bottom), "rule")]
        var free = -Double.infinity
        for tick in ticks {
            guard let position = scale.position(of: tick.value) else { continue }
            shapes.append(.line(from: Point(position, bottom), to: Point(position, bottom + 4), "rule"))
            let half = TextLine.width(tick.label, size: 11) / 2
            if position - half < free { continue }
            shapes.append(.label(tick.label, at: Point(position, bottom + 17), .middle, "muted small"))
            free = position + half + 6
        }
        if !axis.label.isEmpty {
            let label = TextLine.fitted(axis.label + " →", to: right - left)
            shapes.append(.label(label, at: Point(right, bottom + 36), .end, "muted"))
        }
        return shapes
    }

    /// The point of two numbers; `nil` if one of them has no place.
    func point(_ xValue: Double, _ yValue: Double) -> Point? {
        guard let across = x.position(of: xValue), let up = y.position(of: yValue) else { return nil }
        return Point(across, up)
    }

    /// The segments of the line through points, which is broken where a number has no place.
    func segments(_ points: some Sequence<(x: Double, y: Double)>) -> [[Point]] {
        var segments: [[Point]] = [[]]
        for (xValue, yValue) in points {
            if let point = point(xValue, yValue) {
                segments[segments.count - 1].append(point)
            } else if !(segments.last?.isEmpty ?? true) {
                segments.append([])
            }
        }
        return segments.filter { !$0.isEmpty }
    }

    /// The path of the line through points.
    func path(_ points: some Sequence<(x: Double, y: Double)>) -> SVGPath {
        var path = SVGPath()
        for segment in segments(points) {
            path.move(to: segment[0])
            for point in segment.dropFirst() { path.line(to: point) }
        }
        return path
    }
}
