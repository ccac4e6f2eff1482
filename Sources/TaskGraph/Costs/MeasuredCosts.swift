/// The measured times of operations relative to their estimates, which correct the estimates of the next run.
package struct MeasuredCosts: Sendable {
    private var sums: [String: (measured: Double, estimated: Double)] = [:]

    /// Creates an empty record.
    package init() {}

    /// Records a task's measured and estimated time, in seconds.
    package mutating func record(operation name: String, seconds: Double, estimated: Double) {
        guard seconds.isFinite, seconds >= 0, estimated.isFinite, estimated > 0 else { return }
        let sum = sums[name] ?? (0, 0)
        sums[name] = (sum.measured + seconds, sum.estimated + estimated)
    }

    /// Returns the correction factor for an operation's estimates; 1 if it was never measured.
    package func correction(of name: String) -> Double {
        sums[name].map { $0.measured / $0.estimated } ?? 1
    }
}
