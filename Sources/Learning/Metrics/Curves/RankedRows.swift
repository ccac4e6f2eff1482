/// The number of positive and of negative rows with at least each distinct score, from the highest score.
struct RankedRows {
    private(set) var thresholds: [Double] = []
    private(set) var truePositives: [Double] = []
    private(set) var falsePositives: [Double] = []

    var positives: Double { truePositives.last ?? 0 }
    var negatives: Double { falsePositives.last ?? 0 }

    init(_ isPositive: [Bool], _ scores: [Double]) throws {
        try Metrics.checkShapes(isPositive.count, scores.count)
        if let row = scores.firstIndex(where: \.isNaN) {
            throw Metrics.undefined("the score of row \(row) is NaN")
        }
        let sorted = scores.indices.sorted { scores[$0] > scores[$1] }
        var (hits, misses) = (0.0, 0.0)
        for (place, row) in sorted.enumerated() {
            if isPositive[row] { hits += 1 } else { misses += 1 }
            let isLast = place + 1 == sorted.count
            if isLast || scores[sorted[place + 1]] != scores[row] {
                thresholds.append(scores[row])
                truePositives.append(hits)
                falsePositives.append(misses)
            }
        }
    }
}
