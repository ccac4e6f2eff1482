import LinearAlgebra

/// An ``SVC`` fitted to a Gram matrix: for each pair of classes, the coefficients of the training rows.
public struct DualSVC: FittedGramModel, Equatable {
    /// The class codes in the training data, ascending.
    public let classes: [Int32]

    /// The pairs (0, 1), (0, 2), …, (1, 2), … of indices in ``classes``.
    public let pairs: [PairOfClasses]

    private let unfinished: Int
    private let maxIter: Int

    /// The decision function between two classes, positive for the first.
    public struct PairOfClasses: Sendable, Codable, Equatable {
        /// The training rows with non-zero coefficients.
        public let rows: [Int]

        /// The multipliers, negated for the second class.
        public let coefficients: [Double]

        /// The intercept.
        public let intercept: Double
    }

    /// Creates a model from the solutions of all pairs, each with its rows.
    ///
    /// - Parameter unfinished: The number of pairs for which the solver stopped early.
    init(
        _ classes: [Int32], _ solved: [(rows: [Int], solution: DualSolution)], unfinished: Int, maxIter: Int
    ) {
        self.classes = classes
        self.maxIter = maxIter
        self.unfinished = unfinished
        pairs = solved.map { rows, solution in
            let support = solution.coefficients.indices.filter { solution.coefficients[$0] != 0 }
            return PairOfClasses(
                rows: support.map { rows[$0] }, coefficients: support.map { solution.coefficients[$0] },
                intercept: solution.intercept)
        }
    }

    /// A warning if the solver stopped early.
    public var warnings: [String] {
        guard unfinished > 0 else { return [] }
        let limit = maxIter >= 0 ? "max_iter = \(maxIter) steps" : "libsvm's limit on steps"
        return [
            "svc: the solver stopped at \(limit) before it converged, in \(unfinished) of \(pairs.count) "
                + "pairs of classes; scale the features or raise max_iter"
        ]
    }

    /// Throws unless each pair of classes has a solution with as many rows as coefficients.
    public func validate() throws {
        try requireClasses(classes)
        let count = ClassOrder.pairCount(of: classes.count)
        try require(
            pairs.count == count, "\(count) pairs of classes require as many solutions, not \(pairs.count)")
        for pair in pairs {
            try require(
                pair.rows.count == pair.coefficients.count && pair.rows.allSatisfy { $0 >= 0 },
                "\(pair.coefficients.count) coefficients require as many rows of at least 0, not \(pair.rows.count)"
            )
        }
    }

    /// Predicts the class by one-vs-one voting, and the decision values in scikit-learn's shape `ovr`.
    public func predict(
        _ gram: GramMatrix, rows: Range<Int>, kinds: PredictionKinds
    ) throws -> Predictions {
        try Self.predict([self], for: gram, rows: rows, kinds: kinds)[0]
    }

    /// Returns the predictions of several models, by one product for each run of training rows.
    ///
    /// A training row contributes only to the pairs of its own class, so the rows of a class are multiplied only with
    /// those pairs' coefficients.
    ///
    /// - Complexity: O(rows × support vectors × classes × models).
    public static func predict(
        _ models: [DualSVC], for gram: GramMatrix, rows: Range<Int>, kinds: PredictionKinds
    ) throws -> [Predictions] {
        for model in models {
            try FittedSVC.check(kinds, sigmoids: nil)
            try model.require(
                model.pairs.allSatisfy { $0.rows.allSatisfy { $0 < gram.trainCount } },
                "the model has support vectors beyond the \(gram.trainCount) training rows")
        }
        let decisions = DualDecisions(models, gram, rows: rows).decisions
        return try zip(models, decisions).map { model, decisions in
            try FittedSVC.predictions(decisions, classes: model.classes, kinds, sigmoids: nil)
        }
    }

    /// Returns the model with its support vectors.
    ///
    /// `order` has the training row of each row number.
    func model(
        rows x: Matrix, order: [Int], kernel: KernelFunction, sigmoids: [ProbabilitySigmoid]?
    ) -> FittedSVC {
        var isSupport = [Bool](repeating: false, count: order.count)
        for pair in pairs { for row in pair.rows { isSupport[row] = true } }
        let support = isSupport.indices.filter { isSupport[$0] }
        var place = [Int](repeating: 0, count: order.count)
        for (index, row) in support.enumerated() { place[row] = index }
        var matrix = Matrix(rows: support.count, columns: pairs.count)
        for (column, pair) in pairs.enumerated() {
            for (row, value) in zip(pair.rows, pair.coefficients) { matrix[place[row], column] = value }
        }
        let supportIndices = support.map { order[$0] }
        return FittedSVC(
            featureCount: x.columns, classes: classes, kernel: kernel, supportIndices: supportIndices,
            supportVectors: x.rows(at: supportIndices), coefficients: matrix,
            intercepts: pairs.map(\.intercept), sigmoids: sigmoids, warnings: warnings)
    }
}
