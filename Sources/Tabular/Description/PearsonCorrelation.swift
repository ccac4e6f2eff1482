/// Pearson's correlation coefficient.
enum PearsonCorrelation {
    /// Returns the coefficient over the rows with two finite numbers, and their number; nil if either is constant.
    static func value(_ x: [Double], _ y: [Double]) -> (value: Double, rows: Int)? {
        var (rows, sumX, sumY) = (0, 0.0, 0.0)
        for (a, b) in zip(x, y) where a.isFinite && b.isFinite {
            (rows, sumX, sumY) = (rows + 1, sumX + a, sumY + b)
        }
        let (meanX, meanY) = (sumX / Double(rows), sumY / Double(rows))
        var (squaresX, squaresY, products) = (0.0, 0.0, 0.0)
        for (a, b) in zip(x, y) where a.isFinite && b.isFinite {
            let (dx, dy) = (a - meanX, b - meanY)
            squaresX += dx * dx
            squaresY += dy * dy
            products += dx * dy
        }
        guard squaresX > 0, squaresY > 0 else { return nil }
        let value = products / squaresX.squareRoot() / squaresY.squareRoot()
        return (min(max(value, -1), 1), rows)
    }
}
