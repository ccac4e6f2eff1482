extension FittedPipeline {
    /// Measures how much the score drops if the values of one column are put in random order, as scikit-learn's
    /// `permutation_importance`.
    ///
    /// ```swift
    /// let (train, test) = try iris.trainTestSplit()
    /// let found = try pipeline.fit(train).permutationImportance(on: test, by: .accuracy)
    /// for (column, mean) in zip(found.columns, found.means) { print(column, mean) }
    /// ```
    ///
    /// Use rows that the model has not seen: on training rows, a model seems to need what it has merely memorised.
    ///
    /// The random orders are those of scikit-learn for an integer `random_state`, with all rows (`max_samples=1.0`): the
    /// Mersenne Twister of the seed draws the seed of a second one, which shuffles the order of the rows once for each
    /// repetition, each time from the previous order. All columns have the same orders.
    ///
    /// - Parameters:
    ///   - data: The rows, their target and, if they have any, their weights.
    ///   - scorer: The scorer.
    ///   - repeats: The number of random orders, at least 1.
    ///   - seed: The seed of the random orders.
    ///   - checkCancellation: Called before each column is permuted.
    /// - Throws: The errors of ``score(_:against:by:weights:)``, and of `checkCancellation`.
    /// - Complexity: Columns × repeats predictions of all rows.
    public func permutationImportance(
        on data: Dataset, by scorer: Scorer, repeats: Int = 5, seed: UInt32 = 0,
        checkCancellation: () throws -> Void = {}
    ) throws -> PermutationImportance {
        precondition(repeats > 0, "there must be at least one random order")
        let orders = RowShuffles.orders(of: data.rowCount, count: repeats, seed: seed)
        let score = try score(data.features, against: data.target, by: scorer, weights: data.weights)
        let importances = try (0..<data.features.columns).map { column in
            try checkCancellation()
            return try orders.map { order in
                let permuted = data.features.permuting(column, by: order)
                return try score
                    - self.score(permuted, against: data.target, by: scorer, weights: data.weights)
            }
        }
        return PermutationImportance(
            columns: data.featureNames, score: score, importances: importances)
    }
}

/// The random orders of scikit-learn's `permutation_importance`.
enum RowShuffles {
    /// Returns orders of n rows, each shuffled from the previous one.
    static func orders(of rows: Int, count: Int, seed: UInt32) -> [[Int]] {
        var first = MersenneTwister(seed: seed)
        var generator = MersenneTwister(seed: first.nextMasked(below: 1 << 31))
        var indices = Array(0..<rows)
        // The permuted column is permuted again each time.
        var order = indices
        return (0..<count).map { _ in
            for last in stride(from: rows - 1, to: 0, by: -1) {
                indices.swapAt(last, Int(generator.nextMasked(below: UInt32(last + 1))))
            }
            order = indices.map { order[$0] }
            return order
        }
    }
}

extension Features {
    /// Returns the features with the values of one column in another order of the rows.
    fileprivate func permuting(_ column: Int, by order: [Int]) -> Features {
        switch expanded {
        case .matrix(var matrix):
            let values = matrix[column: column]
            for (row, other) in order.enumerated() { matrix[row, column] = values[other] }
            return .matrix(matrix)
        case .table(let table): return .table(table.permuting(column, by: order))
        case .encoded: return self  // expanded before
        }
    }
}
