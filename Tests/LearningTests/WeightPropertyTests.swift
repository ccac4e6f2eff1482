import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// A row of weight 2 is the row twice, and a row of weight 0 is none: in each fit and each scorer that uses weights.
@Suite struct WeightPropertyTests {
    /// Rows with weights from 0 to 3, and the same rows repeated as often.
    private struct Problem {
        let x: Matrix
        let labels: Labels
        let values: [Double]
        let weights: [Double]

        /// The index of a row for each of its repetitions.
        let repeated: [Int]

        /// Creates random rows, of which every class has some with a weight.
        ///
        /// - Parameter isScaled: Whether the columns have one scale, so that iterative solvers come close to the solution.
        init(
            seed: UInt64, rows: Int = 45, columns: Int = 4, classes: Int = 2, isMissing: Bool = false,
            isScaled: Bool = false
        ) {
            var random = SeededGenerator(seed: seed)
            func number(_ random: inout SeededGenerator) -> Double {
                Double(random.next(below: 2001)) / 1000 - 1
            }
            let codes = (0..<rows).map { Int32($0 % classes) }
            let elements = (0..<rows * columns).map { index in
                let shift = index % columns == Int(codes[index / columns]) ? 0.7 : 0
                let number = number(&random) + shift
                let value =
                    isScaled ? number : number * [1, 10, 0.1, 1][index % 4] + [0, 5, 0, -2][index % 4]
                return isMissing && random.next(below: 5) == 0 ? .nan : value
            }
            x = Matrix(rows: rows, columns: columns, values: elements)
            labels = Labels(classes: (0..<classes).map(String.init), codes: codes)
            values = (0..<rows).map { _ in 3 * number(&random) + 20 }
            let counts = (0..<rows).map { row in row < 2 * classes ? 1 + row % 3 : random.next(below: 4) }
            weights = counts.map(Double.init)
            repeated = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
        }

        /// Returns the models of weighted and of repeated rows.
        func models<E: Estimator>(_ estimator: E) throws -> (weighted: E.Model, repeated: E.Model) {
            let target: Target = estimator is any Regressor ? .values(values) : .labels(labels)
            return (
                try estimator.fit(x, to: target, weights: weights),
                try estimator.fit(x.rows(at: repeated), to: target.rows(at: repeated))
            )
        }
    }

    private static let seeds: [UInt64] = Array(1...12)

    private func expectClose(
        _ ours: [Double], _ theirs: [Double], within tolerance: Double, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(!ours.isEmpty && ours.count == theirs.count, "\(what)", sourceLocation: sourceLocation)
        for (one, other) in zip(ours, theirs) {
            let isClose = abs(one - other) <= tolerance * max(1, abs(other))
            #expect(isClose, "\(what): \(one), not \(other)", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: seeds, [false, true]) func standardScaler(seed: UInt64, isMissing: Bool) throws {
        let models = try Problem(seed: seed, isMissing: isMissing).models(StandardScaler())
        expectClose(models.weighted.mean, models.repeated.mean, within: 1e-13, "mean")
        expectClose(models.weighted.scale, models.repeated.scale, within: 1e-13, "scale")
    }

    @Test(arguments: seeds, KBinsDiscretizer.Strategy.allCases)
    func kBinsDiscretizer(seed: UInt64, strategy: KBinsDiscretizer.Strategy) throws {
        var problem = Problem(seed: seed)
        if strategy == .quantile {
            // A quantile starts at the smallest number, even of weight 0; the edges between bins do not depend on it.
            problem = Problem(seed: seed, rows: 40)
        }
        let models = try problem.models(KBinsDiscretizer(nBins: 4, strategy: strategy))
        for (ours, theirs) in zip(models.weighted.innerEdges, models.repeated.innerEdges) {
            expectClose(ours, theirs, within: 1e-12, "\(strategy)")
        }
    }

    @Test(arguments: seeds, [0, 0.1, 10]) func ridge(seed: UInt64, alpha: Double) throws {
        for fitIntercept in [true, false] {
            for columns in [4, 60] where alpha > 0 || columns == 4 {
                let problem = Problem(seed: seed, columns: columns)
                let models = try problem.models(Ridge(alpha: alpha, fitIntercept: fitIntercept))
                let what = "\(alpha), \(fitIntercept), \(columns)"
                expectClose(models.weighted.coefficients, models.repeated.coefficients, within: 1e-9, what)
                expectClose([models.weighted.intercept], [models.repeated.intercept], within: 1e-9, what)
            }
        }
    }

    /// Paths are fitted like single models.
    @Test func ridgePath() throws {
        let problem = Problem(seed: 3)
        let path = [Ridge(alpha: 0.1), Ridge(alpha: 10)]
        let context = FitContext().with(problem.weights)
        let models = try Ridge.fit(path: path, problem.x, .values(problem.values), in: context)
        for (ridge, model) in zip(path, models) {
            #expect(try model.get() == problem.models(ridge).weighted)
        }
    }

    @Test(arguments: seeds, [2, 3]) func logisticRegression(seed: UInt64, classes: Int) throws {
        for solver in [LogisticSolver.lbfgs, .newtonCholesky] {
            for classWeight in [ClassWeight.none, .balanced, .weights(["0": 2, "1": 0.5, "2": 1])] {
                let problem = Problem(seed: seed, classes: classes, isScaled: true)
                if classes == 2, classWeight != .none, classWeight != .balanced { continue }
                let models = try problem.models(
                    LogisticRegression(
                        c: 3, classWeight: classWeight, solver: solver, maxIter: 10000, tol: 1e-10))
                expectClose(
                    models.weighted.coefficients.values, models.repeated.coefficients.values, within: 1e-5,
                    "\(solver), \(classWeight)")
            }
        }
    }

    @Test(arguments: seeds, [2, 3]) func svc(seed: UInt64, classes: Int) throws {
        let problem = Problem(seed: seed, classes: classes, isScaled: true)
        let classWeights = ["2": 0.5, "1": 1, "0": 2].filter { Int($0.key) ?? 0 < classes }
        for kernel in [Kernel.linear, .rbf] {
            for c in [0.1, 10] {
                let models = try problem.models(
                    SVC(
                        c: c, kernel: kernel, gamma: 0.3,
                        classWeight: .weights(
                            Dictionary(uniqueKeysWithValues: classWeights.map { (ExactText($0), $1) })),
                        tol: 1e-8))
                func decisions(_ model: FittedSVC) throws -> [Double] {
                    try #require(try model.predict(problem.x, kinds: .decisionFunction).decisionFunction)
                        .values
                }
                // Kernels rounded to single precision, and the solver's tolerance.
                let (ours, theirs) = try (decisions(models.weighted), decisions(models.repeated))
                expectClose(ours, theirs, within: 2e-5, "\(kernel), \(c)")
            }
        }
    }

    /// Support vectors are rows with a weight, by their indices among all rows.
    @Test func supportVectorsHaveWeights() throws {
        let problem = Problem(seed: 5, classes: 3)
        let model = try problem.models(SVC()).weighted
        #expect(model.supportIndices.allSatisfy { problem.weights[$0] > 0 })
        #expect(model.supportVectors == problem.x.rows(at: model.supportIndices))
    }

    /// A fit to a Gram matrix, and one whose rows are computed on demand, have the weights, too.
    @Test(arguments: [2, 3]) func svcOfKernelMatrix(classes: Int) throws {
        let problem = Problem(seed: 7, classes: classes)
        let target = Target.labels(problem.labels)
        let context = FitContext().with(problem.weights)
        let path = [SVC(c: 0.1, gamma: 0.3), SVC(c: 1, gamma: 0.3), SVC(c: 10, gamma: 0.3)]
        let gram = try GramMatrix(path[0].kernel(for: problem.x), train: problem.x, others: problem.x)
        let models = try SVC.fit(path: path, gram, target, in: context)
        let rows = gram.trainCount..<2 * gram.trainCount
        for (svc, model) in zip(path, models) {
            let shared = try model.get().predict(gram, rows: rows, kinds: .decisionFunction)
            for budget in [1 << 30, 0] {
                let plain = try svc.fit(
                    problem.x, to: target, weights: problem.weights, in: FitContext(memoryBudget: budget))
                let expected = try plain.predict(problem.x, kinds: .decisionFunction)
                let (ours, theirs) = try (
                    #require(shared.decisionFunction).values, #require(expected.decisionFunction).values
                )
                expectClose(ours, theirs, within: 1e-9, "C \(svc.c), budget \(budget)")
            }
        }
    }

    @Test(arguments: seeds, [SummaryDetail.columns, .products])
    func moments(seed: UInt64, detail: SummaryDetail) throws {
        let problem = Problem(seed: seed, classes: 3)
        let target = Target.values(problem.values)
        let origin = Origin(amid: problem.x, target)
        let weighted = Moments(
            of: problem.x, target, weights: problem.weights, about: origin, detail: detail)
        let repeated = Moments(
            of: problem.x.rows(at: problem.repeated), target.rows(at: problem.repeated), about: origin,
            detail: detail)
        #expect(weighted.weight == repeated.weight)
        #expect(weighted.count == problem.weights.count { $0 > 0 })
        func values(_ moments: Moments) -> [Double] {
            moments.means + moments.variances + (moments.centredProducts?.values ?? [])
                + (moments.centredTargetProducts ?? []) + (moments.targetMean.map { [$0] } ?? [])
                + (moments.centredTargets.map { [$0.squares] } ?? [])
        }
        expectClose(values(weighted), values(repeated), within: 1e-11, "\(detail)")
        #expect(weighted.isAccurate && weighted.isTargetAccurate == (detail == .products))
    }

    @Test func classMoments() {
        let problem = Problem(seed: 2, classes: 3)
        let target = Target.labels(problem.labels)
        let origin = Origin(amid: problem.x, target)
        let weighted = ClassMoments(
            of: problem.x, target, weights: problem.weights, about: origin, detail: .products)
        let repeated = ClassMoments(
            of: problem.x.rows(at: problem.repeated), target.rows(at: problem.repeated), about: origin,
            detail: .products)
        #expect(weighted.weights == repeated.weights && weighted.classes == repeated.classes)
        expectClose(weighted.means.values, repeated.means.values, within: 1e-12, "means")
        expectClose(weighted.variances.values, repeated.variances.values, within: 1e-11, "variances")
    }

    /// Each estimator that uses weights has a test above.
    @Test func everyEstimatorIsTested() {
        let kinds = StepRegistry.standard.types.filter { $0.usesWeights }.map { $0.kind }
        #expect(kinds == ["standard-scaler", "k-bins-discretizer", "logistic-regression", "svc", "ridge"])
    }

    @Test(arguments: seeds, Scorer.all.filter(\.usesWeights))
    func scorer(seed: UInt64, scorer: Scorer) throws {
        let problem = Problem(seed: seed, classes: scorer.name.hasSuffix("_ovr") ? 3 : 2)
        var random = SeededGenerator(seed: seed + 100)
        let classes = problem.labels.classes.count
        // With ties, and rows that are predicted wrong.
        let parts = (0..<problem.x.rows * classes).map { _ in Double(1 + random.next(below: 9)) }
        let rows = Matrix(rows: problem.x.rows, columns: classes, values: parts)
        var predictions = Predictions(classes: (0..<Int32(classes)).map { $0 })
        let probabilities = (0..<rows.rows).map { row in
            rows[row: row].map { $0 / rows[row: row].reduce(0, +) }
        }
        predictions.probabilities = Matrix(probabilities)
        predictions.codes = probabilities.map { row in Int32(row.firstIndex(of: row.max() ?? 0) ?? 0) }
        predictions.values = problem.values.map { $0 + Double(random.next(below: 2001)) / 1000 - 1 }
        let truth: Target = scorer.problem == .regression ? .values(problem.values) : .labels(problem.labels)
        let weighted = try scorer.score(predictions, against: truth, weights: problem.weights)
        var repeated = predictions
        repeated.probabilities = Matrix(problem.repeated.map { probabilities[$0] })
        repeated.codes = problem.repeated.map { predictions.codes?[$0] ?? 0 }
        repeated.values = problem.repeated.map { predictions.values?[$0] ?? 0 }
        let expected = try scorer.score(repeated, against: truth.rows(at: problem.repeated))
        #expect(weighted.isFinite && abs(weighted - expected) <= 1e-12 * max(1, abs(expected)))
        // The weights matter.
        #expect(try weighted != scorer.score(predictions, against: truth))
    }

    @Test func theMaximumErrorIgnoresWeights() throws {
        var predictions = Predictions()
        predictions.values = [1, 5, 2]
        let score = try Scorer.negMaxError.score(
            predictions, against: .values([1, 2, 3]), weights: [1, 0, 2])
        #expect(score == -3 && !Scorer.negMaxError.usesWeights)
    }

    // MARK: - Errors

    @Test(
        arguments: [
            ([1, 1], LearningError.weightCount(weights: 2, rows: 3)),
            ([1, -1, 0], .invalidWeight(row: 1, value: -1)),
            ([1, 0, .infinity], .invalidWeight(row: 2, value: .infinity)), ([0, 0, 0], .invalidWeightSum(0)),
            ([1e308, 1e308, 0], .invalidWeightSum(.infinity)),
        ] as [([Double], LearningError)])
    func invalidWeightsAreRefused(weights: [Double], error: LearningError) throws {
        let (x, target) = (Matrix([[1], [2], [3]]), Target.values([1, 2, 3]))
        #expect(throws: error) { try Ridge().fit(x, to: target, weights: weights) }
        #expect(throws: error) { try StandardScaler().fit(x, to: target, weights: weights) }
        var predictions = Predictions()
        predictions.values = [1, 2, 3]
        #expect(throws: error) { try Scorer.r2.score(predictions, against: target, weights: weights) }
        #expect(throws: error) {
            try Metrics.medianAbsoluteError(truth: [1, 2, 3], predicted: [1, 2, 3], weights: weights)
        }
    }

    @Test func aStepWithoutWeightsRefusesThem() throws {
        let (x, target) = (Matrix([[1], [2], [3]]), Target.values([1, 2, 3]))
        #expect(throws: LearningError.weightsNotUsed(step: "pca")) {
            try PCA().fit(x, to: target, weights: [1, 2, 1])
        }
        #expect(throws: LearningError.invalidWeight(row: 0, value: -1)) {
            try Dataset(features: x, target: target, weights: [-1, 1, 1])
        }
    }

    /// The weight of a class whose rows have no weight cannot be fitted by libsvm, either.
    @Test func aMachineNeedsTwoClassesWithWeights() {
        #expect(throws: LearningError.oneClass(step: "svc", name: "b")) {
            try SVC().fit(
                Matrix([[1], [2], [3]]), to: .labels(["a", "b", "b"]), weights: [0, 1, 2])
        }
    }

    @Test func interpolatedQuantilesHaveNoWeights() {
        #expect {
            try KBinsDiscretizer(quantileMethod: .linear).fit(
                Matrix([[1], [2], [3]]), to: .values([1, 2, 3]), weights: [1, 1, 2])
        } throws: {
            "\($0)".contains("quantile_method=averaged_inverted_cdf")
        }
    }

    /// In a pipeline, steps without weights are fitted without them, and the last step must use them.
    @Test func pipelines() throws {
        let problem = Problem(seed: 4)
        let data = try Dataset(
            features: problem.x, target: .values(problem.values), weights: problem.weights)
        let fitted = try Pipeline(StandardScaler(), PCA(nComponents: 2), Ridge()).fit(data)
        let scaler = try StandardScaler().fit(problem.x, to: data.target, weights: problem.weights)
        #expect(fitted["standard-scaler", as: StandardScaler.self] == scaler)
        let scaled = try scaler.transform(problem.x)
        let pca = try PCA(nComponents: 2).fit(scaled, to: data.target)
        #expect(fitted["pca", as: PCA.self] == pca)
        let ridge = try Ridge().fit(pca.transform(scaled), to: data.target, weights: problem.weights)
        #expect(fitted["ridge", as: Ridge.self] == ridge)
        let score = try fitted.score(problem.x, against: data.target, by: .r2, weights: problem.weights)
        #expect(try score != fitted.score(problem.x, against: data.target, by: .r2))
        #expect(throws: LearningError.weightsNotUsed(step: "pca")) { try Pipeline(PCA()).fit(data) }
        #expect(data.rows(at: [3, 0]).weights == [problem.weights[3], problem.weights[0]])
    }
}
