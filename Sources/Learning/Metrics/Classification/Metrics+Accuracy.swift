extension Metrics {
    /// Returns the fraction of correctly predicted rows.
    ///
    /// - Complexity: O(n).
    public static func accuracy(
        truth: [Int32], predicted: [Int32], weights: [Double]? = nil
    ) throws -> Double {
        try mean(truth, predicted, weights) { $0 == $1 ? 1 : 0 }
    }

    /// Returns the mean recall over the classes in the truth.
    ///
    /// - Complexity: O(n).
    public static func balancedAccuracy(
        truth: [Int32], predicted: [Int32], weights: [Double]? = nil
    ) throws -> Double {
        let counts = try ClassCounts(truth, predicted, weights)
        let recalls = counts.inTruth.map { counts.correct[$0] / counts.actual[$0] }
        return recalls.reduce(0, +) / Double(recalls.count)
    }
}
