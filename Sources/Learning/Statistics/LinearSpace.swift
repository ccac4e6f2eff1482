extension [Double] {
    /// Creates `count` numbers at equal distances, rounded as by `numpy.linspace`.
    init(from low: Double, to high: Double, count: Int) {
        let step = count > 1 ? (high - low) / Double(count - 1) : 0
        self = (0..<Swift.max(1, count)).map { index in
            index > 0 && index == count - 1 ? high : Double(index) * step + low
        }
    }
}
