import Drawing

/// The curves of all folds, and their mean with a band of one standard deviation.
struct FoldCurves {
    /// The curve of one fold, from left to right, and the area under it.
    struct Fold {
        var points: [SIMD2<Double>]
        var area: Double
    }

    let folds: [Fold]
    let mean: [RateChart.Sample]

    /// The places at which curves are averaged.
    static let places = (0...100).map { Double($0) / 100 }

    /// Averages the heights of curves at places from 0 to 1.
    init(_ folds: [Fold], heights: ([SIMD2<Double>]) -> [Double]) {
        let sampled = folds.map { heights($0.points) }
        // Curves of many points are drawn at the same places.
        self.folds = zip(folds, sampled).map { fold, heights in
            fold.points.count <= 300
                ? fold : Fold(points: zip(Self.places, heights).map { SIMD2($0, $1) }, area: fold.area)
        }
        guard !folds.isEmpty else {
            mean = []
            return
        }
        mean = Self.places.enumerated().map { index, x in
            let (mean, deviation) = Self.meanAndDeviation(sampled.map { $0[index] })
            return .init(x: x, y: mean, lower: max(0, mean - deviation), upper: min(1, mean + deviation))
        }
    }

    /// The mean and the standard deviation of the areas.
    var area: (mean: Double, deviation: Double) { Self.meanAndDeviation(folds.map(\.area)) }

    static func meanAndDeviation(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (mean, variance.squareRoot())
    }

    /// The heights of the lines between points; the last point where several are above each other.
    static func onLines(_ points: [SIMD2<Double>]) -> [Double] {
        var right = 0
        return places.map { x in
            while right < points.count, points[right].x <= x { right += 1 }
            guard right < points.count else { return points.last?.y ?? .nan }
            guard right > 0 else { return points[0].y }
            let (low, high) = (points[right - 1], points[right])
            return low.y + (high.y - low.y) * (x - low.x) / (high.x - low.x)
        }
    }

    /// The highest point at or beyond each place: the precision that is reached with at least a recall.
    static func onSteps(_ points: [SIMD2<Double>]) -> [Double] {
        var left = points.count
        var highest = -Double.infinity
        return places.reversed().map { x in
            // Recalls are quotients, which rounding may put below the place that they equal.
            while left > 0, points[left - 1].x >= x - 1e-12 {
                left -= 1
                highest = max(highest, points[left].y)
            }
            return highest.isFinite ? highest : .nan
        }.reversed()
    }
}
