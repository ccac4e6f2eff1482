/// Returns the ranks by descending score, from 1.
///
/// Equal scores share the best of their ranks; NaN ranks last.
///
/// Semantics of scikit-learn's `rank_test_score`.
///
/// - Complexity: O(n log n).
func ranks(_ scores: [Double]) -> [Int] {
    let order = scores.indices.filter { !scores[$0].isNaN }.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
    var ranks = [Int](repeating: order.count + 1, count: scores.count)
    for (place, index) in order.enumerated() {
        let tied = place > 0 && scores[order[place - 1]] == scores[index]
        ranks[index] = tied ? ranks[order[place - 1]] : place + 1
    }
    return ranks
}
