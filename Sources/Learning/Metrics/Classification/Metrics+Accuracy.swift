extension Metrics {
    /// The share of rows whose class was predicted.
    ///
    /// O(n).
    public static func accuracy(truth: [Int32], predicted: [Int32]) throws -> Double {
        try mean(truth, predicted) { $0 == $1 ? 1 : 0 }
    }

    /// The mean, over the classes that occur in the truth, of the share of each class's rows that were predicted
    /// to be of it.
    ///
    /// O(n).
    public static func balancedAccuracy(truth: [Int32], predicted: [Int32]) throws -> Double {
        let counts = try ClassCounts(truth, predicted)
        let recalls = counts.inTruth.map { Double(counts.correct[$0]) / Double(counts.actual[$0]) }
        return recalls.reduce(0, +) / Double(recalls.count)
    }
}
