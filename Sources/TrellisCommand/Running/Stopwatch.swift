/// Tells how long one stage after another took.
struct Stopwatch {
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now

    /// The seconds since the last lap, or the start.
    mutating func lap() -> Double {
        let now = ContinuousClock.now
        defer { last = now }
        return (now - last).inSeconds
    }

    /// The seconds since the start.
    var total: Double { (ContinuousClock.now - start).inSeconds }
}
