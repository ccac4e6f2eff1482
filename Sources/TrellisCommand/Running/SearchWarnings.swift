import Trellis

extension SearchResults {
    /// What the user should know: the library's warnings, and what failed.
    var messages: [String] {
        let failed = candidates.filter { !$0.failures.isEmpty }
        var reasons: [String] = []
        for message in failed.compactMap({ $0.failures.first?.message }) where !reasons.contains(message) {
            reasons.append(message)
        }
        let shown = reasons.prefix(3).joined(separator: "; ")
        let more = reasons.count > 3 ? "; and \(reasons.count - 3) more reasons" : ""
        return warnings
            + (failed.isEmpty
                ? [] : ["\(failed.count) of \(candidates.count) candidates failed: \(shown)\(more)"])
    }
}
