import Trellis

extension ScoredCandidates {
    /// The warnings of the library, and a summary of the failed candidates.
    var messages: [String] {
        let failed = candidates.compactMap(\.error)
        var reasons: [String] = []
        for reason in failed where !reasons.contains(reason) { reasons.append(reason) }
        let shown = reasons.prefix(3).joined(separator: "; ")
        let more = reasons.count > 3 ? "; and \(reasons.count - 3) more reasons" : ""
        return warnings
            + (failed.isEmpty
                ? [] : ["\(failed.count) of \(candidates.count) candidates failed: \(shown)\(more)"])
    }
}
