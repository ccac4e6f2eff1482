extension Split {
    /// Throws ``ModelSelectionError`` unless there are splits, each of rows that exist, with rows in both sets and none of
    /// them twice or in both.
    ///
    /// O(rows × splits).
    ///
    /// - Parameters:
    ///   - splits: what a splitter gave.
    ///   - rows: how many rows there are.
    ///   - splitter: whose splits they are, for errors.
    static func check(_ splits: [Split], rows: Int, of splitter: any Splitter) throws(ModelSelectionError) {
        let name = "\(type(of: splitter)) (\(splitter))"
        guard !splits.isEmpty else { throw .noSplits(splitter: name) }
        for (number, split) in splits.enumerated() {
            if let defect = split.defect(rows: rows) {
                throw .invalidSplit(splitter: name, split: number, defect: defect)
            }
        }
    }

    /// What is wrong with the split, if anything is.
    private func defect(rows: Int) -> SplitDefect? {
        for (part, indices) in [(SplitDefect.Part.training, train), (.test, test)] {
            // They are ascending.
            guard let first = indices.first, let last = indices.last else { return .empty(part) }
            guard first >= 0 else { return .outOfRange(part, index: first, rows: rows) }
            guard last < rows else { return .outOfRange(part, index: last, rows: rows) }
            for (index, next) in zip(indices, indices.dropFirst()) where index == next {
                return .repeated(part, index: index)
            }
        }
        return firstCommonIndex.map { .inBoth(index: $0) }
    }

    /// The first index that is in both sets.
    private var firstCommonIndex: Int? {
        var (a, b) = (0, 0)
        while a < train.count, b < test.count {
            if train[a] == test[b] { return train[a] }
            if train[a] < test[b] { a += 1 } else { b += 1 }
        }
        return nil
    }
}

/// What can be wrong with a split.
///
/// Rows are counted from 0.
public enum SplitDefect: Equatable, Sendable {
    /// One of the two sets of a split.
    public enum Part: String, Sendable {
        /// The rows to learn from.
        case training
        /// The rows to test on.
        case test
    }

    /// A set has no rows.
    case empty(Part)

    /// A set has an index that is not one of a row.
    case outOfRange(Part, index: Int, rows: Int)

    /// A row is twice in a set.
    case repeated(Part, index: Int)

    /// A row is in both sets.
    case inBoth(index: Int)
}

extension SplitDefect: CustomStringConvertible {
    /// The message for people.
    public var description: String {
        switch self {
        case .empty(let part): "the \(part.rawValue) set is empty"
        case .outOfRange(let part, let index, let rows):
            "index \(index) of the \(part.rawValue) set is out of range: there are \(rows) rows"
        case .repeated(let part, let index): "row \(index) is twice in the \(part.rawValue) set"
        case .inBoth(let index): "row \(index) is both in the training set and in the test set"
        }
    }
}
