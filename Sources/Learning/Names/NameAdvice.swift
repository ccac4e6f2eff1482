/// Returns the end of an error message about an unknown name: similar names, or else the known names.
package func advice(for name: String, among known: [String]) -> String {
    let nearest = nearestNames(to: name, among: known)
    if !nearest.isEmpty { return didYouMean(nearest) }
    if known.isEmpty { return "there are none" }
    let shown = known.prefix(10).joined(separator: ", ")
    return "valid names are \(shown)" + (known.count > 10 ? ", and \(known.count - 10) more" : "")
}

/// Returns the question whether one of some names was meant.
package func didYouMean(_ names: [String]) -> String {
    "did you mean \(names.map { "'\($0)'" }.joined(separator: " or "))?"
}

/// Returns the names most similar to `name`, the nearest first: those that contain it or are contained in it, and those
/// within a few edits.
///
/// - Complexity: O(length²) per name.
private func nearestNames(to name: String, among names: [String], limit: Int = 3) -> [String] {
    let typed = Array(name.lowercased().unicodeScalars)
    let tolerance = max(1, typed.count / 3)
    let ranked = names.compactMap { candidate -> (distance: Int, name: String)? in
        let letters = Array(candidate.lowercased().unicodeScalars)
        // Names that are canonically equivalent, but differ in bytes, look the same.
        let distance = candidate == name ? 0 : editDistance(typed, letters)
        if distance <= tolerance { return (distance, candidate) }
        let (short, long) = typed.count < letters.count ? (typed, letters) : (letters, typed)
        return short.count >= 3 && contains(long, short)
            ? (tolerance + long.count - short.count, candidate) : nil
    }
    return ranked.sorted { $0.distance < $1.distance }.prefix(limit).map(\.name)
}

/// Returns the number of letters to change, insert, remove or swap with a neighbour to turn one word into the other
/// (the optimal string alignment distance).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
            row.append(best)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}

/// Returns whether `whole`, which is not shorter, contains `part`.
private func contains(_ whole: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
    (0...(whole.count - part.count)).contains { whole[$0..<$0 + part.count].elementsEqual(part) }
}
