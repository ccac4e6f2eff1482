import Learning

/// Points of the unit cube of which each of as many equal parts of each axis has one.
enum LatinHypercube {
    /// Returns a number of points, each at a random place within its parts.
    static func points(
        _ count: Int, dimensions: Int, using generator: inout SeededGenerator
    ) -> [[Double]] {
        var points = Array(repeating: Array(repeating: 0.0, count: dimensions), count: count)
        for dimension in 0..<dimensions {
            let parts = generator.shuffled(0..<count)
            for (point, part) in parts.enumerated() {
                // Rounding must not move a place to the next part.
                let place = (Double(part) + generator.nextShare()) / Double(count)
                points[point][dimension] = min(place, (Double(part + 1) / Double(count)).nextDown)
            }
        }
        return points
    }
}
