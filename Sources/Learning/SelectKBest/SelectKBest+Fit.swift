import LinearAlgebra

extension SelectKBest {
    /// Computes the score of each column.
    ///
    /// - Complexity: O(rows × columns).
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the score needs another kind of target, or for `chi2` if a
    ///   number is negative; ``LearningError/oneClass(step:name:)``; ``LearningError/targetNotFinite(row:value:)``.
    public func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedSelectKBest {
        let scores = try scores(of: x, target)
        // NaN is the lowest score.
        let ranked = scores.map { $0.isNaN ? -Double.infinity : $0 }
        let order = scores.indices.sorted { (ranked[$0], $0) > (ranked[$1], $1) }
        let model = FittedSelectKBest(
            scores: scores.map { $0.isNaN ? nil : min($0, .greatestFiniteMagnitude) }, columns: order)
        return model.restricted(to: k)
    }

    private func scores(of x: Matrix, _ target: Target) throws -> [Double] {
        switch (scoreFunc, target) {
        case (.fRegression, .values(let values)):
            if let row = values.firstIndex(where: { !$0.isFinite }) {
                throw LearningError.targetNotFinite(row: row, value: values[row])
            }
            return x.correlationRatios(with: values)
        case (.fRegression, .labels):
            throw failure("f_regression needs a numeric target; use f_classif or chi2 for classes")
        case (.fClassif, .values), (.chi2, .values):
            throw failure("\(scoreFunc.rawValue) needs a target of classes; use f_regression for numbers")
        case (.fClassif, .labels(let labels)):
            try requireClasses(labels)
            return x.varianceRatios(between: labels)
        case (.chi2, .labels(let labels)):
            try requireClasses(labels)
            if let index = x.withUnsafeValues({ $0.firstIndex { $0 < 0 } }) {
                throw failure(
                    "chi2 needs numbers of at least 0, but row \(index / x.columns), column \(index % x.columns) "
                        + "(counted from 0) is \(x[index / x.columns, index % x.columns])")
            }
            return x.chiSquared(labels)
        }
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
