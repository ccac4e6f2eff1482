/// Which rows a join of two tables returns.
public enum JoinKind: String, Sendable, Hashable, CaseIterable {
    /// Each pair of rows with equal keys.
    case inner

    /// As ``inner``, and the rows of the left table without a partner, in which the columns of the right table are missing.
    case left
}
