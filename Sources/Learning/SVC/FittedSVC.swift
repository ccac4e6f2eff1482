import LinearAlgebra

/// A fitted ``SVC``: the support vectors, and their coefficients for each pair of classes.
public struct FittedSVC: FittedClassifier, Equatable {
    /// Labels and decision values; a model of ``SVC/probability`` predicts probabilities, too.
    public static let predictionKinds: PredictionKinds = [.labels, .decisionFunction]

    /// The number of columns of the training rows.
    public let featureCount: Int

    /// The class codes in the training data, ascending.
    public let classes: [Int32]

    /// The kernel, with a numeric gamma.
    public let kernel: KernelFunction

    /// The indices of the support vectors in the training set, sorted by class.
    public let supportIndices: [Int]

    /// The support vectors of all pairs of classes, each once, in the order of ``supportIndices``.
    public let supportVectors: Matrix

    /// Support vectors × pairs of classes (0, 1), (0, 2), …, (1, 2), …: the multipliers, negated for the second class
    /// of a pair.
    public let coefficients: Matrix

    /// The intercept of each pair's decision function, which is positive for the first class.
    public let intercepts: [Double]

    /// The sigmoid of each pair of classes, from which probabilities are computed; nil without ``SVC/probability``.
    public let sigmoids: [ProbabilitySigmoid]?

    /// A warning if the solver stopped early.
    public let warnings: [String]

    /// The number of support vectors of each class, in the order of ``classes``.
    ///
    /// A support vector belongs to the class of its training row, and counts once even if it is one for several pairs of
    /// classes.
    public var supportCounts: [Int] {
        var counts = [Int](repeating: 0, count: classes.count)
        for run in classRuns { counts[run.place] += run.support.count }
        return counts
    }

    /// Throws unless every support vector has an index, all columns and a coefficient for each pair of classes, and
    /// each pair has an intercept.
    public func validate() throws {
        try requireClasses(classes)
        let pairs = ClassOrder.pairCount(of: classes.count)
        let count = supportVectors.rows
        try require(
            supportVectors.columns == featureCount,
            "the support vectors must have \(featureCount) columns, not \(supportVectors.columns)")
        try require(
            supportIndices.count == count && supportIndices.allSatisfy { $0 >= 0 },
            "\(count) support vectors require as many indices of at least 0, not \(supportIndices.count)")
        try require(
            coefficients.rows == count && coefficients.columns == pairs,
            "\(count) support vectors and \(pairs) pairs of classes require \(count) × \(pairs) coefficients, not "
                + "\(coefficients.rows) × \(coefficients.columns)")
        try require(
            intercepts.count == pairs,
            "\(pairs) pairs of classes require as many intercepts, not \(intercepts.count)")
        guard let sigmoids else { return }
        try require(
            sigmoids.count == pairs && sigmoids.allSatisfy { $0.slope.isFinite && $0.offset.isFinite },
            "\(pairs) pairs of classes require as many finite sigmoids, not \(sigmoids.count)")
    }

    /// Predicts the class by one-vs-one voting, the decision values in scikit-learn's shape `ovr`, and probabilities if
    /// there are ``sigmoids``.
    ///
    /// The class with the most votes is not always the one with the greatest probability, as in scikit-learn.
    ///
    /// - Complexity: O(rows × support vectors × (columns + classes)).
    /// - Throws: ``LearningError/columnCounts(expected:found:)``, ``LearningError/predictionUnavailable(step:kinds:advice:)``,
    ///   ``LearningError/overflow(step:row:rows:)`` for a row whose decision exceeds a double.
    public func predict(_ x: Matrix, kinds: PredictionKinds) throws -> Predictions {
        try checkColumns(of: x)
        try Self.check(kinds, sigmoids: sigmoids)
        let norms = supportVectors.squaredRowNorms
        let runs = classRuns
        // Use panels of 4 MB, so that the kernel of a large table is never in memory as a whole.
        let height = max(64, (1 << 19) / max(1, supportVectors.rows) / 64 * 64)
        var decisions = Matrix(rows: x.rows, columns: intercepts.count)
        for start in stride(from: 0, to: x.rows, by: height) {
            let panel = x.rows(start..<min(start + height, x.rows))
            let gram = kernel.gram(
                innerProducts: panel.timesTransposed(supportVectors), leftNorms: panel.squaredRowNorms,
                rightNorms: norms)
            let part = Self.pairDecisions(gram: gram, of: runs, intercepts: intercepts)
            if height >= x.rows {
                decisions = part
            } else {
                decisions.replaceRows(from: start, by: part)
            }
        }
        return try Self.predictions(decisions, classes: classes, kinds, sigmoids: sigmoids)
    }

    /// Makes the predictions of ``predict(_:kinds:)`` from the kernel of n rows with the support vectors: n × support
    /// vectors.
    ///
    /// - Throws: ``LearningError/predictionUnavailable(step:kinds:advice:)``, ``LearningError/overflow(step:row:rows:)``.
    package func predict(gram: Matrix, kinds: PredictionKinds) throws -> Predictions {
        try Self.check(kinds, sigmoids: sigmoids)
        let decisions = Self.pairDecisions(gram: gram, of: classRuns, intercepts: intercepts)
        return try Self.predictions(decisions, classes: classes, kinds, sigmoids: sigmoids)
    }

    /// Consecutive support vectors of one class.
    private struct ClassRun {
        /// The index of the class in ``classes``.
        let place: Int

        let support: Range<Int>

        /// The pairs that include the class.
        let pairs: [Int]

        /// The coefficients: pairs × support vectors.
        let coefficients: Matrix
    }

    /// Returns the decision of each pair of classes: rows × pairs.
    private static func pairDecisions(gram: Matrix, of runs: [ClassRun], intercepts: [Double]) -> Matrix {
        var sums = PairSums(intercepts: intercepts, rows: gram.rows)
        for run in runs {
            sums.add(gram.columns(run.support).timesTransposed(run.coefficients), from: 0, of: run.pairs)
        }
        return sums.decisions
    }

    /// The support vectors, class by class.
    private var classRuns: [ClassRun] {
        let pairs = ClassOrder.pairs(of: classes.count)
        var runs: [(place: Int, support: Range<Int>)] = []
        for vector in 0..<supportVectors.rows {
            guard let number = pairs.indices.first(where: { coefficients[vector, $0] != 0 }) else { continue }
            // The multipliers of the second class are negated.
            let place = coefficients[vector, number] > 0 ? pairs[number].0 : pairs[number].1
            if let last = runs.last, last.place == place {
                runs[runs.count - 1].support = last.support.lowerBound..<vector + 1
            } else {
                runs.append((place, vector..<vector + 1))
            }
        }
        return runs.map { place, support in
            let own = pairs.indices.filter { pairs[$0].0 == place || pairs[$0].1 == place }
            let ofClass = Matrix(rows: own.count, columns: support.count) { target in
                for index in target.indices {
                    let (pair, vector) = index.quotientAndRemainder(dividingBy: support.count)
                    target.initializeElement(
                        at: index, to: coefficients[support.lowerBound + vector, own[pair]])
                }
            }
            return ClassRun(place: place, support: support, pairs: own, coefficients: ofClass)
        }
    }

    /// Returns the predictions from the decisions of all pairs of classes, rows × pairs.
    ///
    /// - Throws: ``LearningError/overflow(step:row:rows:)`` if a decision is not finite.
    static func predictions(
        _ decisions: Matrix, classes: [Int32], _ kinds: PredictionKinds, sigmoids: [ProbabilitySigmoid]?
    ) throws -> Predictions {
        try decisions.checkFinite(from: SVC.kind)
        var predictions = Predictions(classes: classes)
        let votes = PairVotes(decisions, classCount: classes.count)
        if kinds.contains(.labels) { predictions.codes = votes.winners.map { classes[$0] } }
        if kinds.contains(.decisionFunction) { predictions.decisionFunction = votes.oneVersusRest }
        if kinds.contains(.probabilities), let sigmoids {
            predictions.probabilities = probabilities(decisions, classCount: classes.count, sigmoids)
        }
        return predictions
    }

    private static func probabilities(
        _ decisions: Matrix, classCount: Int, _ sigmoids: [ProbabilitySigmoid]
    ) -> Matrix {
        precondition(decisions.columns == sigmoids.count, "every pair of classes must have a sigmoid")
        var coupling = PairCoupling(classCount: classCount)
        return Matrix(rows: decisions.rows, columns: classCount) { target in
            guard let start = target.baseAddress else { return }
            decisions.withUnsafeValues { values in
                for row in 0..<decisions.rows {
                    coupling.couple(into: start + row * classCount) { pair in
                        sigmoids[pair].probability(of: values[row * sigmoids.count + pair])
                    }
                }
            }
        }
    }

    /// Throws ``LearningError/predictionUnavailable(step:kinds:advice:)`` unless a model with these sigmoids provides the
    /// kinds.
    static func check(_ kinds: PredictionKinds, sigmoids: [ProbabilitySigmoid]?) throws {
        guard kinds.contains(.values) || kinds.contains(.probabilities) && sigmoids == nil else { return }
        if kinds.contains(.values) {
            throw LearningError.predictionUnavailable(step: SVC.kind, kinds: .values)
        }
        throw LearningError.predictionUnavailable(
            step: SVC.kind, kinds: .probabilities, advice: "set probability=true")
    }
}

extension Matrix {
    /// Copies the rows of another matrix of the same width, starting at row `start`.
    fileprivate mutating func replaceRows(from start: Int, by other: Matrix) {
        precondition(
            other.columns == columns && start >= 0 && start + other.rows <= rows,
            "cannot copy \(other.rows) × \(other.columns) to row \(start) of \(rows) × \(columns)")
        let offset = start * columns
        withUnsafeMutableValues { target in
            other.withUnsafeValues { source in
                for index in source.indices { target[offset + index] = source[index] }
            }
        }
    }
}
