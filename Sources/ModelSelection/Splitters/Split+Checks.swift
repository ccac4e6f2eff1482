extension Split {
    /// Throws ``ModelSelectionError`` unless there are splits, and both sets of each are not empty, disjoint, and have
    /// distinct indices of existing rows, and a row with a weight above 0.
    ///
    /// - Complexity: O(rows × splits).
    /// - Parameters:
    ///   - splits: The splits.
    ///   - rows: The number of rows.
    ///   - weights: The weights of the rows; nil if they have none.
    ///   - splitter: The splitter, for error messages.
    static func check(
        _ splits: [Split], rows: Int, weights: [Double]?, of splitter: any Splitter
    ) throws(ModelSelectionError) {
        let name = "\(type(of: splitter)) (\(splitter))"
        guard !splits.isEmpty else { throw .noSplits(splitter: name) }
        for (number, split) in splits.enumerated() {
            if let defect = split.defect(rows: rows) ?? weights.flatMap(split.weightDefect) {
                throw .invalidSplit(splitter: name, split: number, defect: defect)
            }
        }
    }

    /// Returns the first defect of the split, if any.
    private func defect(rows: Int) -> SplitDefect? {
        for (part, indices) in [(SplitDefect.Part.training, train), (.test, test)] {
            // The indices are ascending.
            guard let first = indices.first, let last = indices.last else { return .empty(part) }
            guard first >= 0 else { return .outOfRange(part, index: first, rows: rows) }
            guard last < rows else { return .outOfRange(part, index: last, rows: rows) }
            for (index, next) in zip(indices, indices.dropFirst()) where index == next {
                return .repeated(part, index: index)
            }
        }
        return firstCommonIndex.map { .inBoth(index: $0) }
    }

    /// Returns the defect of a set whose rows all have the weight 0, if there is one.
    private func weightDefect(_ weights: [Double]) -> SplitDefect? {
        [(SplitDefect.Part.training, train), (.test, test)]
            .first { _, rows in rows.allSatisfy { weights[$0] == 0 } }.map { .noWeight($0.0) }
    }

    /// The first index in both sets.
    private var firstCommonIndex: Int? {
        var (a, b) = (0, 0)
        while a < train.count, b < test.count {
            if train[a] == test[b] { return train[a] }
            if train[a] < test[b] { a += 1 } else { b += 1 }
        }
        return nil
    }
}

/// A defect of a split.
///
/// Rows count from 0.
public enum SplitDefect: Equatable, Sendable {
    /// One of the two sets of a split.
    public enum Part: String, Sendable {
        /// The training set.
        case training
        /// The test set.
        case test
    }

    /// A set has no rows.
    case empty(Part)

    /// All rows of a set have the weight 0.
    case noWeight(Part)

    /// An index of a set is not a row.
    case outOfRange(Part, index: Int, rows: Int)

    /// A row occurs twice in a set.
    case repeated(Part, index: Int)

    /// A row is in both sets.
    case inBoth(index: Int)
}

extension SplitDefect: CustomStringConvertible {
    /// A human-readable description of the defect.
    public var description: String {
        switch self {
        case .empty(let part): "the \(part.rawValue) set is empty"
        case .noWeight(let part): "all rows of the \(part.rawValue) set have the weight 0"
        case .outOfRange(let part, let index, let rows):
            "index \(index) of the \(part.rawValue) set is out of range: there are \(rows) rows"
        case .repeated(let part, let index): "row \(index) occurs twice in the \(part.rawValue) set"
        case .inBoth(let index): "row \(index) is both in the training set and in the test set"
        }
    }
}
