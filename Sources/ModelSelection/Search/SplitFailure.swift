import TaskGraph

/// Why a candidate has no score on a split.
public struct SplitFailure: Sendable, Equatable {
    /// The number of the split, from 0.
    public let split: Int

    /// The task that failed, and its error.
    public let failure: TaskFailure

    /// The error, described.
    public var message: String { failure.message }
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
