/// The data of a path: lines between points.
struct SVGPath: Equatable {
    private(set) var data = ""

    var isEmpty: Bool { data.isEmpty }

    mutating func move(to point: Point) { append("M", point) }

    mutating func line(to point: Point) { append("L", point) }

    mutating func close() { data += "Z" }

    private mutating func append(_ command: String, _ point: Point) {
        data += command
        data += Coordinate.text(point.x)
        data += ","
        data += Coordinate.text(point.y)
    }

    /// The lines that join points in order.
    init(through points: [Point] = []) {
        for point in points {
            if isEmpty { move(to: point) } else { line(to: point) }
        }
    }

    /// A horizontal bar that is part of a path of many.
    mutating func add(_ area: Rectangle) {
        move(to: Point(area.left, area.top))
        data += "H\(Coordinate.text(area.right))V\(Coordinate.text(area.bottom))"
        data += "H\(Coordinate.text(area.left))Z"
    }
}
