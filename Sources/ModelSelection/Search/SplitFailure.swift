import TaskGraph

/// The failure of a candidate on a split.
public struct SplitFailure: Sendable, Equatable {
    /// The index of the split, from 0.
    public let split: Int

    /// The failed task and its error.
    public let failure: TaskFailure

    /// The error; nil if the task ran in another process.
    public var error: (any Error)? { failure.error }

    /// The error message.
    public var message: String { failure.message }
}

extension [CandidateResult] {
    /// The distinct warnings, with the number of candidates each applies to.
    var warningSummary: [String] {
        var counts: [String: Int] = [:]
        var order: [String] = []
        for warning in lazy.flatMap(\.warnings) {
            if counts.updateValue(counts[warning, default: 0] + 1, forKey: warning) == nil {
                order.append(warning)
            }
        }
        return order.map { "\($0) (in \(counts[$0, default: 0]) of \(count) candidates)" }
    }

    /// A sentence with the number of failed candidates and up to three reasons; empty if none failed.
    var failureSummary: [String] {
        let errors = compactMap(\.error)
        guard !errors.isEmpty else { return [] }
        var reasons: [String] = []
        var known: Set<String> = []
        for error in errors where known.insert(error).inserted { reasons.append(error) }
        let more = reasons.count > 3 ? "; and \(reasons.count - 3) more reasons" : ""
        return [
            "\(errors.count) of \(count) candidates failed: \(reasons.prefix(3).joined(separator: "; "))\(more)"
        ]
    }
}

extension [SplitFailure] {
    /// Returns the first message, preceded by the failed splits unless all of `splitCount` failed; nil without a
    /// failure.
    func description(splitCount: Int) -> String? {
        guard let first else { return nil }
        if count == splitCount { return first.message }
        if count == 1 { return "split \(first.split): \(first.message)" }
        let shown = prefix(5).map { "\($0.split)" }.joined(separator: ", ")
        return "splits \(shown)\(count > 5 ? ", …" : ""): \(first.message)"
    }
}
