/// A place in a picture; y grows downwards.
struct Point: Equatable, Sendable {
    var x: Double
    var y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// A part of a picture.
struct Rectangle: Equatable, Sendable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    var width: Double { right - left }
    var height: Double { bottom - top }
    var center: Point { Point((left + right) / 2, (top + bottom) / 2) }

    func inset(by distance: Double) -> Rectangle {
        Rectangle(
            left: left + distance, top: top + distance, right: right - distance, bottom: bottom - distance)
    }
}
