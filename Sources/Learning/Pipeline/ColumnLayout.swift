/// The columns of a table that each branch of a ``ColumnStage`` reads.
public struct ColumnLayout: Sendable, Equatable, Codable {
    /// A branch, and the indices of its columns in the table.
    public struct Branch: Sendable, Equatable, Codable {
        /// The name of the branch.
        public let name: String

        /// The indices of the columns, in the order of the selection.
        public let columns: [Int]
    }

    /// The branches with at least one column, in the order of the stage, without the dropped ones.
    public let branches: [Branch]

    package init(branches: [Branch]) { self.branches = branches }

    /// Returns the outputs of the branches side by side: a matrix, or encoded rows if one of them is.
    ///
    /// - Throws: ``LearningError/branchNotNumeric(branch:kind:)`` if an output is not of numbers.
    package func joined(_ blocks: [Features], rows: Int) throws -> Features {
        for case (let branch, .table(let table)) in zip(branches, blocks) {
            let kind = table.columns.lazy.map(\.kind).first { $0 != .number } ?? .category
            throw LearningError.branchNotNumeric(branch: branch.name, kind: kind)
        }
        guard let joined = Features(sideBySide: blocks, rows: rows) else {
            preconditionFailure("every branch is of numbers")
        }
        return joined
    }
}

extension ColumnStage {
    /// Selects the columns of each branch.
    ///
    /// - Throws: ``LearningError/unknownColumns(branch:names:)`` for names that the dataset does not have, and
    ///   ``LearningError/noBranchColumns(stage:)`` if no branch has a column.
    public func layout(for data: Dataset) throws -> ColumnLayout {
        try layout(names: data.featureNames, data.features.profile)
    }

    /// Selects the columns of each branch.
    ///
    /// - Parameters:
    ///   - names: The names of the columns.
    ///   - profile: What each column is.
    /// - Throws: The errors of ``layout(for:)``.
    package func layout(names: [String], _ profile: FeatureProfile) throws -> ColumnLayout {
        let places = Dictionary(
            names.enumerated().map { (ExactText($1), $0) }, uniquingKeysWith: { first, _ in first })
        var selected: [String: [Int]] = [:]
        for branch in branches {
            guard case .named(let columns) = branch.selection else { continue }
            let absent = columns.filter { places[ExactText($0)] == nil }
            guard absent.isEmpty else {
                throw LearningError.unknownColumns(branch: branch.name, names: absent)
            }
            selected[branch.name] = columns.compactMap { places[ExactText($0)] }
        }
        var free = Set(names.indices).subtracting(selected.values.joined())
        let kinds = profile.kinds
        let splitsCategories = branches.contains { $0.selection == .highCardinality }
        func isHigh(_ column: Int) -> Bool {
            profile.columns[column].categoryCount > ColumnSelection.highestCardinality
        }
        func take(_ branch: Branch, where condition: (Int) -> Bool) {
            let taken = free.filter(condition).sorted()
            free.subtract(taken)
            selected[branch.name] = taken
        }
        for branch in branches {
            switch branch.selection {
            case .numeric: take(branch) { kinds[$0] == .number }
            case .dates: take(branch) { kinds[$0] == .date }
            case .categorical:
                take(branch) { kinds[$0] == .category && !(splitsCategories && isHigh($0)) }
            case .highCardinality: take(branch) { kinds[$0] == .category && isHigh($0) }
            case .named, .rest: break
            }
        }
        for branch in branches where branch.selection == .rest { take(branch) { _ in true } }
        let layout = ColumnLayout(
            branches: branches.filter { !$0.isDropped }.map {
                ColumnLayout.Branch(name: $0.name, columns: selected[$0.name] ?? [])
            }.filter { !$0.columns.isEmpty })
        guard !layout.branches.isEmpty else { throw LearningError.noBranchColumns(stage: name) }
        return layout
    }
}
