import Learning

/// Cross-validation in which the rows of each group are the test set once, and all others are the training set.
///
/// The splits are in the order of the groups: as integers if all are, otherwise by Unicode scalars.
public struct LeaveOneGroupOut: Splitter {
    /// Creates the splitter.
    public init() {}

    /// `each group left out once`.
    public var description: String { "each group left out once" }

    /// Returns one split for each group.
    ///
    /// - Throws: ``ModelSelectionError`` for a missing group, and for fewer than two groups.
    public func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        let groups = try Self.presentGroups(groups, rows: rows, in: "logo")
        guard groups.classes.count > 1 else {
            throw ModelSelectionError.moreFoldsThanGroups(folds: 2, groups: groups.classes.count)
        }
        return Split.folds(groups.codes.map { Int($0) }, count: groups.classes.count)
    }
}
