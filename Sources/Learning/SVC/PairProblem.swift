/// The two-class problem of a pair of classes, by the numbers of its rows.
struct PairProblem: Sendable {
    /// The rows of the positive class.
    let positives: [Int]

    /// The rows of the negative class.
    let negatives: [Int]

    /// The factor of C of each class.
    let weights: (positive: Double, negative: Double)

    /// Whether the rows of each class are ascending, so that most follow each other.
    let isAscending: Bool

    /// All rows, the positives first: the examples of the problem.
    var rows: [Int] { positives + negatives }
}
