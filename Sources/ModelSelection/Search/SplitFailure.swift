import TaskGraph

/// Why a candidate has no score on a split.
public struct SplitFailure: Sendable, Equatable {
    /// The number of the split, from 0.
    public let split: Int

    /// The task that failed, and its error.
    public let failure: TaskFailure

    /// The error itself; nil if the task ran in another process.
    public var error: (any Error)? { failure.error }

    /// The error, described.
    public var message: String { failure.message }
}

extension [CandidateResult] {
    /// How many failed and why, in a sentence with up to three reasons; none if all have their scores.
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
    /// The first message, after the splits that failed unless all of `splitCount` did; nil if there is no failure.
    func description(splitCount: Int) -> String? {
        guard let first else { return nil }
        if count == splitCount { return first.message }
        if count == 1 { return "split \(first.split): \(first.message)" }
        let shown = prefix(5).map { "\($0.split)" }.joined(separator: ", ")
        return "splits \(shown)\(count > 5 ? ", …" : ""): \(first.message)"
    }
}
