/// The clusters of numbers that Lloyd's algorithm finds from given centres, with the steps of scikit-learn's `KMeans`.
struct LineClusters {
    /// The largest number of steps.
    private static let maxSteps = 300

    /// The tolerance of the centres' movement, as a part of the variance of the numbers.
    private static let tolerance = 1e-4

    /// The centres, in the order of the given ones.
    let centres: [Double]

    /// Finds clusters until no number changes its cluster, or the centres hardly move.
    ///
    /// The tolerance does not depend on the weights, as in scikit-learn.
    ///
    /// - Complexity: O(numbers × centres) a step.
    /// - Parameter weights: The weight of each number in the mean of its cluster; nil for the same weight.
    init(of numbers: [Double], weights: [Double]?, from starts: [Double], in context: FitContext) throws {
        let weights = weights ?? [Double](repeating: 1, count: numbers.count)
        // The numbers are centred, so that squares keep their digits. Many lie halfway between two centres, where the
        // rounding of the mean decides, so it is that of NumPy.
        let mean = Self.pairwiseSum(numbers[...]) / Double(numbers.count)
        let x = numbers.map { $0 - mean }
        let variance = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
        var centres = starts.map { $0 - mean }
        var clusters = [Int](repeating: -1, count: x.count)
        for _ in 0..<Self.maxSteps {
            try context.checkCancellation()
            let assigned = Self.assigned(x, to: centres)
            let moved = Self.means(of: x, weights, in: assigned, about: centres)
            let shift = zip(moved, centres).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            let isUnchanged = assigned == clusters
            (centres, clusters) = (moved, assigned)
            if isUnchanged || shift <= Self.tolerance * variance { break }
        }
        self.centres = centres.map { $0 + mean }
    }

    /// Returns the index of each number's nearest centre, the first of several.
    private static func assigned(_ x: [Double], to centres: [Double]) -> [Int] {
        let squares = centres.map { $0 * $0 }
        return x.map { value in
            var (nearest, least) = (0, Double.infinity)
            for (cluster, centre) in centres.enumerated() {
                // The distance without the square of the number.
                let distance = squares[cluster] - 2 * value * centre
                if distance < least { (nearest, least) = (cluster, distance) }
            }
            return nearest
        }
    }

    /// Returns the sum in the order of additions of NumPy.
    private static func pairwiseSum(_ numbers: ArraySlice<Double>) -> Double {
        guard numbers.count >= 8 else { return numbers.reduce(0, +) }
        if numbers.count > 128 {
            let half = numbers.count / 2 - numbers.count / 2 % 8
            return pairwiseSum(numbers.prefix(half)) + pairwiseSum(numbers.dropFirst(half))
        }
        var sums = [Double](repeating: 0, count: 8)
        let whole = numbers.count / 8 * 8
        for (index, number) in numbers.prefix(whole).enumerated() { sums[index % 8] += number }
        let total = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
        return numbers.dropFirst(whole).reduce(total, +)
    }

    /// Returns the mean of each cluster.
    ///
    /// An empty cluster takes the number farthest from its centre, the first of several. If there is none, it has the
    /// mean of the largest cluster.
    private static func means(
        of x: [Double], _ weights: [Double], in clusters: [Int], about centres: [Double]
    ) -> [Double] {
        var sums = [Double](repeating: 0, count: centres.count)
        var totals = sums
        for (row, cluster) in clusters.enumerated() {
            sums[cluster] += weights[row] * x[row]
            totals[cluster] += weights[row]
        }
        let empty = totals.indices.filter { totals[$0] == 0 }
        if !empty.isEmpty {
            let distances = zip(x, clusters).map { value, cluster in
                (value - centres[cluster]) * (value - centres[cluster])
            }
            let farthest = x.indices.sorted { (distances[$0], $1) > (distances[$1], $0) }
            for (cluster, row) in zip(empty, farthest) where (distances[farthest[0]] > 0) {
                sums[clusters[row]] -= weights[row] * x[row]
                totals[clusters[row]] -= weights[row]
                (sums[cluster], totals[cluster]) = (weights[row] * x[row], weights[row])
            }
        }
        let largest = totals.indices.max { totals[$0] < totals[$1] } ?? 0
        return centres.indices.map { cluster in
            let cluster = totals[cluster] > 0 ? cluster : largest
            return sums[cluster] * (1 / totals[cluster])
        }
    }
}
