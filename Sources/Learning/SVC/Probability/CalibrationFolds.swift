/// The internal cross-validation of a pair of classes: five folds of its rows in random order.
///
/// The decisions for the rows of each fold, from a fit to the other folds, are what a ``ProbabilitySigmoid`` is fitted
/// to. The decisions of the final fit for its own training rows would be too far from 0.
struct CalibrationFolds {
    /// The folds.
    let folds: [Fold]

    /// The number of rows of the pair's first class, which come first in it.
    private let firstCount: Int

    /// The pair's rows.
    private let rows: [Int]

    /// The held-out rows of one fold.
    struct Fold {
        /// The indices of the held-out rows in the pair.
        let heldOut: [Int]

        /// The problem of the other folds, or, if these have a single class, the decision for it.
        let training: Training
    }

    /// What the decisions of a fold come from.
    enum Training {
        /// A two-class problem.
        case problem(PairProblem)

        /// The same decision for all rows: 1 for the first class, -1 for the second.
        case decision(Double)
    }

    /// Divides the rows of a pair of classes into folds.
    ///
    /// The random order is that of scikit-learn for the same `random_state`: NumPy draws a seed from it, and libsvm
    /// permutes the rows by a generator with this seed, which it restarts for each pair.
    init(_ pair: PairProblem, randomState: Int) {
        var outer = MersenneTwister(seed: UInt32(clamping: randomState))
        var generator = MersenneTwister(seed: outer.nextMasked(below: UInt32(Int32.max)))
        let rows = pair.rows
        let firstCount = pair.positives.count
        var order = Array(rows.indices)
        for index in order.indices {
            order.swapAt(index, index + Int(generator.next(below: UInt32(order.count - index))))
        }
        folds = (0..<Self.count).map { fold in
            let (start, end) = (fold * order.count / Self.count, (fold + 1) * order.count / Self.count)
            let others = Array(order[..<start] + order[end...])
            let firsts = others.filter { $0 < firstCount }.map { rows[$0] }
            let seconds = others.filter { $0 >= firstCount }.map { rows[$0] }
            // scikit-learn's libsvm sorts the labels 1 and -1 of a pair, so that the second class comes first.
            let training: Training =
                firsts.isEmpty || seconds.isEmpty
                ? .decision(seconds.isEmpty ? 1 : -1)
                : .problem(
                    PairProblem(
                        positives: seconds, negatives: firsts,
                        weights: (pair.weights.negative, pair.weights.positive), isAscending: false))
            return Fold(heldOut: Array(order[start..<end]), training: training)
        }
        self.firstCount = firstCount
        self.rows = rows
    }

    /// The number of folds.
    static let count = 5

    /// The problems to solve, in the order of their folds.
    var problems: [PairProblem] {
        folds.compactMap { fold in
            guard case .problem(let problem) = fold.training else { return nil }
            return problem
        }
    }

    /// Returns the decisions for all rows of the pair, each from the fit that does not contain it, for each C.
    ///
    /// - Parameters:
    ///   - solutions: The solutions of each of ``problems``, one for each C.
    ///   - sums: Returns the sums of products of unrounded kernels.
    func decisions(_ solutions: [[DualSolution]], _ sums: SVCPath.KernelSums) -> [[Double]] {
        let count = solutions.first?.count ?? 0
        var decisions = [[Double]](repeating: [Double](repeating: 0, count: rows.count), count: count)
        var next = 0
        for fold in folds {
            switch fold.training {
            case .decision(let decision):
                for index in 0..<count { for row in fold.heldOut { decisions[index][row] = decision } }
            case .problem(let problem):
                let ofFold = solutions[next]
                next += 1
                let ofRows = sums(fold.heldOut.map { rows[$0] }, problem, ofFold.map(\.coefficients))
                for (index, solution) in ofFold.enumerated() {
                    for (row, sum) in zip(fold.heldOut, ofRows[index]) {
                        // Positive for the pair's first class, which is the problem's second.
                        decisions[index][row] = -(sum + solution.intercept)
                    }
                }
            }
        }
        return decisions
    }

    /// Returns the sigmoid fitted to the decisions for all rows of the pair.
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if a decision is not finite.
    func sigmoid(_ decisions: [Double]) throws -> ProbabilitySigmoid {
        guard decisions.allSatisfy(\.isFinite) else {
            throw LearningError.fitFailed(
                step: SVC.kind, reason: "the decisions for probabilities are not finite; scale the features")
        }
        return ProbabilitySigmoid(fitting: decisions, isFirst: rows.indices.map { $0 < firstCount })
    }
}
