extension Metrics {
    /// Returns the fraction of correctly predicted rows.
    ///
    /// - Complexity: O(n).
    public static func accuracy(truth: [Int32], predicted: [Int32]) throws -> Double {
        try mean(truth, predicted) { $0 == $1 ? 1 : 0 }
    }

    /// Returns the mean recall over the classes in the truth.
    ///
    /// - Complexity: O(n).
    public static func balancedAccuracy(truth: [Int32], predicted: [Int32]) throws -> Double {
        let counts = try ClassCounts(truth, predicted)
        let recalls = counts.inTruth.map { Double(counts.correct[$0]) / Double(counts.actual[$0]) }
        return recalls.reduce(0, +) / Double(recalls.count)
    }
}
