import LinearAlgebra

/// What ``SVC`` learns from a Gram matrix: for each pair of classes, the coefficients of the training rows.
public struct DualSVC: FittedGramModel, Equatable {
    /// The codes of the classes that occurred in training, ascending.
    public let classes: [Int32]

    /// The pairs (0, 1), (0, 2), …, (1, 2), … of places among ``classes``.
    public let pairs: [PairOfClasses]

    private let unfinished: Int
    private let maxIter: Int

    /// The decision between two classes, positive on the side of the first.
    public struct PairOfClasses: Sendable, Codable, Equatable {
        /// The training rows whose coefficients are not zero.
        public let rows: [Int]

        /// Their multipliers, negated for the second class.
        public let coefficients: [Double]

        /// The constant.
        public let intercept: Double
    }

    /// The solutions of all pairs, each of the given rows.
    init(_ classes: [Int32], _ solved: [(rows: [Int], solution: DualSolution)], maxIter: Int) {
        self.classes = classes
        self.maxIter = maxIter
        unfinished = solved.count { !$0.solution.isOptimal }
        pairs = solved.map { rows, solution in
            let support = solution.coefficients.indices.filter { solution.coefficients[$0] != 0 }
            return PairOfClasses(
                rows: support.map { rows[$0] }, coefficients: support.map { solution.coefficients[$0] },
                intercept: solution.intercept)
        }
    }

    /// That the solver stopped early, if it did.
    public var warnings: [String] {
        guard unfinished > 0 else { return [] }
        let limit = maxIter >= 0 ? "max_iter = \(maxIter) steps" : "libsvm's limit on steps"
        return [
            "svc: the solver stopped at \(limit) before it converged, in \(unfinished) of \(pairs.count) "
                + "pairs of classes; scale the features or raise max_iter"
        ]
    }

    /// Throws unless there is a solution for each pair of classes, of as many rows as coefficients.
    public func validate() throws {
        try requireClasses(classes)
        let count = ClassOrder.pairCount(of: classes.count)
        try require(
            pairs.count == count, "\(count) pairs of classes need as many solutions, not \(pairs.count)")
        for pair in pairs {
            try require(
                pair.rows.count == pair.coefficients.count && pair.rows.allSatisfy { $0 >= 0 },
                "\(pair.coefficients.count) coefficients need as many rows of at least 0, not \(pair.rows.count)"
            )
        }
    }

    /// Tells the class, by the votes of all pairs, and the decision, in scikit-learn's shape `ovr`.
    public func predict(
        _ gram: GramMatrix, rows: Range<Int>, kinds wanted: PredictionKinds
    ) throws -> Predictions {
        try Self.predict([self], for: gram, rows: rows, kinds: wanted)[0]
    }

    /// Tells it for several models, by one product for each run of training rows.
    ///
    /// A training row has a part in the pairs of its own class only, so that the rows of one class are multiplied with
    /// those pairs' coefficients and no others. O(rows × support vectors × classes × models).
    public static func predict(
        _ models: [DualSVC], for gram: GramMatrix, rows: Range<Int>, kinds wanted: PredictionKinds
    ) throws -> [Predictions] {
        for model in models {
            try model.require(
                model.pairs.allSatisfy { $0.rows.allSatisfy { $0 < gram.trainCount } },
                "it has support vectors beyond the \(gram.trainCount) training rows")
        }
        let decisions = DualDecisions(models, gram, rows: rows).decisions
        return try zip(models, decisions).map { model, decisions in
            try FittedSVC.check(wanted)
            return try FittedSVC.predictions(decisions, classes: model.classes, wanted)
        }
    }

    /// The model with its support vectors, of the training rows in order of the numbers that they have here.
    func model(rows x: Matrix, order: [Int], kernel: KernelFunction) -> FittedSVC {
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
            intercepts: pairs.map(\.intercept), warnings: warnings)
    }
}
