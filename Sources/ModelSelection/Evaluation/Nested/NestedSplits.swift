import Learning

/// A splitter for nested cross-validation: the inner splits of each outer training set in turn, and then the outer splits.
struct NestedSplits: Splitter {
    let outer: any Splitter
    let inner: any Splitter

    /// The splits of all rows.
    struct Nesting {
        let outer: [Split]

        /// The inner splits of each outer training set, as indices of all rows.
        let inner: [[Split]]
    }

    var description: String { "\(inner) in each of \(outer)" }

    func splits(rows: Int, target: Target, groups: Labels?) throws -> [Split] {
        let nesting = try nesting(target, groups)
        return nesting.inner.flatMap { $0 } + nesting.outer
    }

    /// Returns the splits of the rows of a target.
    ///
    /// - Throws: ``ModelSelectionError``.
    func nesting(_ target: Target, _ groups: Labels?) throws -> Nesting {
        let splits = try outer.splits(of: target, groups: groups)
        try Split.check(splits, rows: target.count, weights: nil, of: outer)
        let nested = try splits.map { split in
            let part = target.rows(at: split.train)
            let own = try inner.splits(of: part, groups: groups?.rows(at: split.train))
            try Split.check(own, rows: part.count, weights: nil, of: inner)
            return own.map {
                Split(train: $0.train.map { split.train[$0] }, test: $0.test.map { split.train[$0] })
            }
        }
        return Nesting(outer: splits, inner: nested)
    }

    func warnings(rows: Int, target: Target, groups: Labels?) -> [String] {
        outer.warnings(rows: rows, target: target, groups: groups)
    }

    static func == (left: NestedSplits, right: NestedSplits) -> Bool {
        AnyHashable(left.outer) == AnyHashable(right.outer)
            && AnyHashable(left.inner) == AnyHashable(right.inner)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(AnyHashable(outer))
        hasher.combine(AnyHashable(inner))
    }
}

/// A splitter with the given splits.
struct FixedSplits: Splitter {
    let splits: [Split]

    var description: String { splits.count == 1 ? "1 split" : "\(splits.count) splits" }

    func splits(rows: Int, target: Target, groups: Labels?) -> [Split] { splits }

    func splitCount(rows: Int) -> Int? { splits.count }

    static func == (left: FixedSplits, right: FixedSplits) -> Bool { left.splits == right.splits }

    func hash(into hasher: inout Hasher) {
        for split in splits {
            hasher.combine(split.train)
            hasher.combine(split.test)
        }
    }
}
