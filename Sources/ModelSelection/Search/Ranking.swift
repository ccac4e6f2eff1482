/// Returns the ranks by descending score, from 1.
///
/// Scores with more of the resource rank before all scores with less of it. Equal scores share the best of their ranks;
/// NaN ranks last.
///
/// Semantics of scikit-learn's `rank_test_score`, in which resources do not matter, however.
///
/// - Complexity: O(n log n).
func ranks(_ scores: [Double], resources: [Int]) -> [Int] {
    let order = scores.indices.filter { !scores[$0].isNaN }
        .sorted { (-resources[$0], -scores[$0], $0) < (-resources[$1], -scores[$1], $1) }
    var ranks = [Int](repeating: order.count + 1, count: scores.count)
    for (place, index) in order.enumerated() {
        let tied =
            place > 0 && scores[order[place - 1]] == scores[index]
            && resources[order[place - 1]] == resources[index]
        ranks[index] = tied ? ranks[order[place - 1]] : place + 1
    }
    return ranks
}
