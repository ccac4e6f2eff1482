/// How long operations took, against what was estimated: what corrects the estimates of the next run.
public struct MeasuredCosts: Sendable {
    private var sums: [String: (measured: Double, estimated: Double)] = [:]

    /// Makes a record of nothing.
    public init() {}

    /// Records that a task took so long, in seconds, where `estimated` had been estimated.
    public mutating func record(operation name: String, seconds: Double, estimated: Double) {
        guard seconds.isFinite, seconds >= 0, estimated.isFinite, estimated > 0 else { return }
        let sum = sums[name] ?? (0, 0)
        sums[name] = (sum.measured + seconds, sum.estimated + estimated)
    }

    /// What estimates of an operation are to be multiplied by: 1 if it was never measured.
    public func correction(of name: String) -> Double {
        sums[name].map { $0.measured / $0.estimated } ?? 1
    }
}
