import LinearAlgebra

extension SelectKBest {
    /// Computes the score of each column.
    ///
    /// - Complexity: O(rows × columns); O(rows log rows × columns) for mutual information.
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the score needs another kind of target, for `chi2` if a
    ///   number is negative, or for `mutual_info_regression` if there are too few rows; ``LearningError/oneClass(step:name:)``;
    ///   ``LearningError/targetNotFinite(row:value:)``.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedSelectKBest {
        let scores = try scores(of: x, target, in: context)
        // NaN is the lowest score.
        let ranked = scores.map { $0.isNaN ? -Double.infinity : $0 }
        let order = scores.indices.sorted { (ranked[$0], $0) > (ranked[$1], $1) }
        let model = FittedSelectKBest(
            scores: scores.map { $0.isNaN ? nil : min($0, .greatestFiniteMagnitude) }, columns: order)
        return model.restricted(to: k)
    }

    /// Throws if the score needs another kind of target, or more rows.
    public func validate(for shape: FitShape) throws {
        try require(hasClasses: shape.labels != nil, rows: shape.rows)
    }

    private func require(hasClasses: Bool, rows: Int) throws {
        switch (scoreFunc, hasClasses) {
        case (.fRegression, true):
            throw failure("f_regression needs a numeric target; use f_classif or chi2 for classes")
        case (.mutualInfoRegression, true):
            throw failure(
                "mutual_info_regression needs a numeric target; use mutual_info_classif for classes")
        case (.fClassif, false), (.chi2, false):
            throw failure("\(scoreFunc.rawValue) needs a target of classes; use f_regression for numbers")
        case (.mutualInfoClassif, false):
            throw failure(
                "mutual_info_classif needs a target of classes; use mutual_info_regression for numbers")
        case (.mutualInfoRegression, false):
            guard rows > nNeighbors else {
                throw failure(
                    "\(rows) rows do not have \(nNeighbors) neighbours each; reduce n_neighbors")
            }
        case (.fRegression, false), (.fClassif, true), (.chi2, true), (.mutualInfoClassif, true): break
        }
    }

    private func scores(of x: Matrix, _ target: Target, in context: FitContext) throws -> [Double] {
        try require(hasClasses: target.labels != nil, rows: x.rows)
        switch target {
        case .values(let values):
            if let row = values.firstIndex(where: { !$0.isFinite }) {
                throw LearningError.targetNotFinite(row: row, value: values[row])
            }
            return scoreFunc == .fRegression
                ? x.correlationRatios(with: values) : try mutualInformation(of: x, target, in: context)
        case .labels(let labels):
            try requireClasses(labels)
            guard scoreFunc != .fClassif else { return x.varianceRatios(between: labels) }
            guard scoreFunc == .chi2 else { return try mutualInformation(of: x, target, in: context) }
            if let index = x.withUnsafeValues({ $0.firstIndex { $0 < 0 } }) {
                throw failure(
                    "chi2 needs numbers of at least 0, but row \(index / x.columns), column \(index % x.columns) "
                        + "(counted from 0) is \(x[index / x.columns, index % x.columns])")
            }
            return x.chiSquared(labels)
        }
    }

    private func mutualInformation(
        of x: Matrix, _ target: Target, in context: FitContext
    ) throws -> [Double] {
        try MutualInformation(
            neighbours: nNeighbors, columnsAreDiscrete: discreteFeatures,
            seed: UInt32(truncatingIfNeeded: randomState)
        ).scores(of: x, target, in: context)
    }

    private func requireClasses(_ labels: Labels) throws {
        let present = labels.presentCodes
        guard present.count > 1 else {
            throw LearningError.oneClass(
                step: Self.kind, name: present.first.map { labels.classes[Int($0)] })
        }
    }

    private func failure(_ reason: String) -> LearningError { .fitFailed(step: Self.kind, reason: reason) }
}

extension SelectKBest: NestedEstimator {
    /// `k`.
    public static let nestedParameter = "k"

    /// The number of columns.
    public var nestedSize: Int? { if case .count(let count) = k { count } else { Int.max } }

    /// Returns the first columns of a larger model, to the bit those of a separate fit.
    public func restriction(of larger: FittedSelectKBest) -> FittedSelectKBest { larger.restricted(to: k) }
}
