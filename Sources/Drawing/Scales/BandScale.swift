/// Maps the positions of a list to bands of equal width along an axis.
struct BandScale: Sendable {
    let count: Int
    let start: Double
    let end: Double
    /// The part of each band's length that is between it and the next.
    let gap: Double

    init(count: Int, from start: Double, to end: Double, gap: Double = 0.2) {
        self.count = count
        self.start = start
        self.end = end
        self.gap = gap
    }

    /// The length from one band to the next.
    var step: Double { (end - start) / Double(max(count, 1)) }

    /// The limits of a band.
    func band(_ index: Int) -> (lower: Double, upper: Double) {
        let low = start + step * Double(index)
        return (low + step * gap / 2, low + step * (1 - gap / 2))
    }

    func center(_ index: Int) -> Double { start + step * (Double(index) + 0.5) }

    /// How many bands share one label, so that labels of a length do not overlap.
    func labelStride(_ length: Double) -> Int {
        max(1, Int((length / max(step.magnitude, 1e-9)).rounded(.up)))
    }
}
