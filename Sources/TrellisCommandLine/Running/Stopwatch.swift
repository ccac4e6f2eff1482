import Machine

/// Measures the time of successive stages.
struct Stopwatch {
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now

    /// Returns the seconds since the last lap or the start, and begins a new lap.
    mutating func lap() -> Double {
        let now = ContinuousClock.now
        defer { last = now }
        return (now - last).seconds
    }

    /// The seconds since the start.
    var total: Double { (ContinuousClock.now - start).seconds }
}
