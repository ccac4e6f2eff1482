/// The assignment of rows to the folds of a cross-validation, as in scikit-learn's `KFold` and `StratifiedKFold`.
package enum FoldAssignment {
    /// Returns the fold of each row: consecutive runs of rows, or of shuffled rows.
    ///
    /// The sizes of the folds differ by at most one; the first folds are the larger ones.
    package static func even(
        rows: Int, folds: Int, shuffle: Bool, using generator: inout SeededGenerator
    ) -> [Int] {
        let order = shuffle ? generator.shuffled(0..<rows) : Array(0..<rows)
        var foldOfRow = [Int](repeating: 0, count: rows)
        for (fold, range) in evenRanges(of: rows, parts: folds).enumerated() {
            for row in order[range] { foldOfRow[row] = fold }
        }
        return foldOfRow
    }

    /// Returns the fold of each row, such that every fold has about the same proportion of each class.
    ///
    /// The sizes of the folds differ by at most one, and so do their numbers of rows of each class. Without shuffling,
    /// the rows of a class are assigned to the folds in consecutive runs.
    package static func stratified(
        codes: [Int32], folds: Int, shuffle: Bool, using generator: inout SeededGenerator
    ) -> [Int] {
        var foldOfRow = [Int](repeating: 0, count: codes.count)
        var dealt = 0
        for members in membersByFirstAppearance(codes) {
            // The rows, sorted by class, are dealt to the folds in turn. This determines the number of rows of the
            // class in each fold; the rows are then assigned in runs.
            var share = [Int](repeating: 0, count: folds)
            for position in dealt..<dealt + members.count { share[position % folds] += 1 }
            dealt += members.count
            var runs = share.enumerated().flatMap { fold, count in repeatElement(fold, count: count) }
            if shuffle { generator.shuffle(&runs) }
            for (row, fold) in zip(members, runs) { foldOfRow[row] = fold }
        }
        return foldOfRow
    }

    /// Divides `0..<count` into ranges whose lengths differ by at most one, the longer first.
    package static func evenRanges(of count: Int, parts: Int) -> [Range<Int>] {
        var start = 0
        return (0..<parts).map { part in
            let end = start + count / parts + (part < count % parts ? 1 : 0)
            defer { start = end }
            return start..<end
        }
    }

    /// Returns the rows of each class, ascending, in the order in which the classes first appear.
    private static func membersByFirstAppearance(_ codes: [Int32]) -> [[Int]] {
        var positions: [Int32: Int] = [:]
        var members: [[Int]] = []
        for (row, code) in codes.enumerated() {
            if let position = positions[code] {
                members[position].append(row)
            } else {
                positions[code] = members.count
                members.append([row])
            }
        }
        return members
    }
}
