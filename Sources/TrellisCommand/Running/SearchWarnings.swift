import Trellis

extension ScoredCandidates {
    /// What the user should know: the library's warnings, and what failed.
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
