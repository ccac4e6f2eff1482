/// Points in a plane, in a k-d tree of which the distance of each point to its neighbours is computed.
///
/// The distance of two points is the larger of their distances in both coordinates. Each node divides its points at the
/// median of the coordinate with the wider range.
///
/// - J. H. Friedman, J. L. Bentley, R. A. Finkel, "An algorithm for finding best matches in logarithmic expected time",
///   ACM Transactions on Mathematical Software 3(3), 1977.
struct PlaneTree {
    private struct Point {
        let x, y: Double
        let index: Int
    }

    /// The points in the order of the leaves.
    private var points: [Point]

    /// The line that divides the points of a node, at the index of its first point on the upper side.
    private var cuts: [Cut]

    private struct Cut {
        var isVertical = true
        var place = 0.0
    }

    /// The maximum number of points of a leaf.
    private static let leaf = 12

    /// Arranges the points with the given coordinates.
    ///
    /// - Complexity: O(n log n).
    init(_ x: [Double], _ y: [Double]) {
        points = x.indices.map { Point(x: x[$0], y: y[$0], index: $0) }
        cuts = [Cut](repeating: Cut(), count: x.count)
        points.withUnsafeMutableBufferPointer { points in
            cuts.withUnsafeMutableBufferPointer { cuts in Self.divide(points, cuts, 0..<points.count) }
        }
    }

    private static func divide(
        _ points: UnsafeMutableBufferPointer<Point>, _ cuts: UnsafeMutableBufferPointer<Cut>,
        _ range: Range<Int>
    ) {
        guard range.count > leaf else { return }
        var (low, high) = (points[range.lowerBound], points[range.lowerBound])
        for point in points[range] {
            low = Point(x: min(low.x, point.x), y: min(low.y, point.y), index: 0)
            high = Point(x: max(high.x, point.x), y: max(high.y, point.y), index: 0)
        }
        let middle = (range.lowerBound + range.upperBound) / 2
        let isVertical = high.x - low.x >= high.y - low.y
        if isVertical {
            points.select(middle, in: range) { $0.x }
        } else {
            points.select(middle, in: range) { $0.y }
        }
        cuts[middle] = Cut(isVertical: isVertical, place: isVertical ? points[middle].x : points[middle].y)
        divide(points, cuts, range.lowerBound..<middle)
        divide(points, cuts, middle..<range.upperBound)
    }

    /// Returns the distance of each point to its k-th nearest other point.
    ///
    /// - Complexity: O(n (log n + k)) for most points.
    /// - Precondition: There are more than k points.
    func distances(toNeighbour k: Int) -> [Double] {
        precondition(points.count > k, "\(points.count) points do not have \(k) neighbours each")
        var distances = [Double](repeating: 0, count: points.count)
        points.withUnsafeBufferPointer { points in
            cuts.withUnsafeBufferPointer { cuts in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: k) { nearest in
                    for (place, point) in points.enumerated() {
                        nearest.initialize(repeating: .infinity)
                        Self.search(points, cuts, 0..<points.count, from: place, nearest)
                        distances[point.index] = nearest[k - 1]
                    }
                }
            }
        }
        return distances
    }

    /// Inserts the distances of the points of a node into the ascending distances to the nearest points.
    private static func search(
        _ points: UnsafeBufferPointer<Point>, _ cuts: UnsafeBufferPointer<Cut>, _ range: Range<Int>,
        from place: Int, _ nearest: UnsafeMutableBufferPointer<Double>
    ) {
        let point = points[place]
        guard range.count > leaf else {
            for other in range where other != place {
                let distance = max(abs(points[other].x - point.x), abs(points[other].y - point.y))
                var last = nearest.count - 1
                guard distance < nearest[last] else { continue }
                while last > 0, nearest[last - 1] > distance {
                    nearest[last] = nearest[last - 1]
                    last -= 1
                }
                nearest[last] = distance
            }
            return
        }
        let middle = (range.lowerBound + range.upperBound) / 2
        let cut = cuts[middle]
        let offset = (cut.isVertical ? point.x : point.y) - cut.place
        let (lower, upper) = (range.lowerBound..<middle, middle..<range.upperBound)
        search(points, cuts, offset < 0 ? lower : upper, from: place, nearest)
        guard abs(offset) < nearest[nearest.count - 1] else { return }
        search(points, cuts, offset < 0 ? upper : lower, from: place, nearest)
    }
}
