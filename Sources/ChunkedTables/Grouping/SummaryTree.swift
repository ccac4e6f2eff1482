/// Merges the summaries of parts one after another, with the bits of the tasks of ``TableSummary/merge(_:into:limit:)``.
///
/// Like these, it merges ``MergeSummaries/width`` summaries at a time, then as many of the results, and so on; but it has at most
/// one summary of each level in memory. A part without groups is nil, and takes next to no time.
struct SummaryTree {
    /// The summaries of a level that are merged, so far.
    private struct Node {
        var count = 0

        /// Their groups; nil if none of them has any.
        var merged: GroupSummary?
    }

    /// The nodes by level; the first has the parts.
    private var levels: [Node] = []

    /// A summary without groups.
    private let empty: GroupSummary

    /// Creates a tree without parts.
    ///
    /// - Parameter empty: A summary without groups.
    init(empty: GroupSummary) { self.empty = empty }

    /// Adds the summary of the next part; nil if it has no groups.
    mutating func append(_ summary: GroupSummary?) { append(summary, at: 0) }

    private mutating func append(_ summary: GroupSummary?, at level: Int) {
        if level == levels.count { levels.append(Node()) }
        if let summary {
            if levels[level].count == 0 {
                levels[level].merged = summary
            } else {
                // The statistics of a group may change when they are merged with none: also those without groups are merged.
                var merged = levels[level].merged.take() ?? empty
                merged.merge(summary)
                levels[level].merged = merged
            }
        }
        levels[level].count += 1
        if levels[level].count == MergeSummaries.width { carry(from: level) }
    }

    /// Adds the summary of a level to the next one.
    private mutating func carry(from level: Int) {
        let merged = levels[level].merged.take()
        levels[level].count = 0
        append(merged, at: level + 1)
    }

    /// The summary of all parts.
    consuming func result() -> GroupSummary {
        var level = 0
        // Of the last nodes, each is the last of a node of the next level.
        while level < levels.count - 1 {
            if levels[level].count > 0 { carry(from: level) }
            level += 1
        }
        return levels.last?.merged ?? empty
    }
}
