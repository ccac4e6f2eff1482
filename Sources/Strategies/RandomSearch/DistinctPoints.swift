import Learning

/// Random points of a space, none of which occurs twice.
///
/// A point that was drawn before is drawn again, which is drawing without replacement. Where this takes long, because
/// few points are left, those that are left are listed and put into the order in which draws without replacement would
/// find them: by exponential times with the points' probabilities as rates (Efraimidis and Spirakis, "Weighted random
/// sampling with a reservoir", 2006).
struct DistinctPoints: Sendable {
    let space: SearchSpace
    private var generator: SeededGenerator
    private var seen: Set<SearchSpace.Point> = []
    private var rest: [SearchSpace.Point]?

    /// The draws of known points in a row after which what is left is listed, and without a list, after which there is
    /// nothing left.
    private static let (patience, limit) = (64, 10_000)

    init(_ space: SearchSpace, seed: UInt64) {
        self.space = space
        generator = SeededGenerator(seed: seed)
    }

    /// Records a point, which is not drawn any more, and returns whether it was new.
    mutating func insert(_ point: SearchSpace.Point) -> Bool { seen.insert(point).inserted }

    /// Returns whether a point was drawn or recorded.
    func contains(_ point: SearchSpace.Point) -> Bool { seen.contains(point) }

    /// Returns the next point; nil if no point is left.
    mutating func next() -> SearchSpace.Point? {
        if rest == nil {
            for draw in 0..<Self.limit {
                if draw == Self.patience, let grid = space.grid() {
                    rest = shuffled(grid.filter { !seen.contains($0) })
                    break
                }
                let point = space.point(at: space.dimensions.map { _ in generator.nextShare() })
                if insert(point) { return point }
            }
        }
        while let point = rest?.popLast() {
            if insert(point) { return point }
        }
        return nil
    }

    /// Returns points in the reverse of the order in which they are drawn.
    private mutating func shuffled(_ points: [SearchSpace.Point]) -> [SearchSpace.Point] {
        points.map { point in
            let time = -Portable.log1p(-generator.nextShare())
            return (Portable.log(time) - space.logProbability(of: point), point)
        }.sorted { $0.0 > $1.0 }.map(\.1)
    }
}
