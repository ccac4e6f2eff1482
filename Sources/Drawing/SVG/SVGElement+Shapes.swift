extension SVGElement {
    static func group(_ style: String = "", _ children: [SVGElement]) -> SVGElement {
        SVGElement("g", [:], children).styled(style)
    }

    /// A part of a picture with its own coordinates, which are those of the picture until a script changes its view box.
    static func window(_ area: Rectangle, _ children: [SVGElement]) -> SVGElement {
        let place = [area.left, area.top, max(area.width, 1), max(area.height, 1)].map(Coordinate.text)
        return SVGElement(
            "svg",
            [
                "class": "window", "x": place[0], "y": place[1], "width": place[2], "height": place[3],
                "viewBox": place.joined(separator: " "), "preserveAspectRatio": "none",
            ], children)
    }

    static func rectangle(_ area: Rectangle, _ style: String) -> SVGElement {
        SVGElement(
            "rect",
            [
                "x": Coordinate.text(area.left), "y": Coordinate.text(area.top),
                "width": Coordinate.text(max(area.width, 0)), "height": Coordinate.text(max(area.height, 0)),
            ]
        ).styled(style)
    }

    static func line(from start: Point, to end: Point, _ style: String) -> SVGElement {
        SVGElement(
            "line",
            [
                "x1": Coordinate.text(start.x), "y1": Coordinate.text(start.y),
                "x2": Coordinate.text(end.x), "y2": Coordinate.text(end.y),
            ]
        ).styled(style)
    }

    static func circle(_ center: Point, radius: Double, _ style: String) -> SVGElement {
        SVGElement(
            "circle",
            [
                "cx": Coordinate.text(center.x), "cy": Coordinate.text(center.y),
                "r": Coordinate.text(radius),
            ]
        ).styled(style)
    }

    static func path(_ path: SVGPath, _ style: String) -> SVGElement {
        SVGElement("path", ["d": path.data]).styled(style)
    }

    /// A line of text at a baseline, on one side of a point or around it.
    static func label(
        _ text: String, at point: Point, _ anchor: TextAnchor = .start, _ style: String = ""
    ) -> SVGElement {
        var element = SVGElement(
            "text", ["x": Coordinate.text(point.x), "y": Coordinate.text(point.y)], text: text)
        if anchor != .start { element = element.with("text-anchor", anchor.rawValue) }
        return element.styled(style)
    }
}

/// Where a text is relative to its point.
enum TextAnchor: String {
    case start
    case middle
    case end
}
