import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// Rows about one centre a class, wide enough to overlap; the same for the same seed.
private func blobs(rows: Int, columns: Int, classes: Int, seed: UInt64) -> (x: Matrix, labels: Labels) {
    var state = seed
    func uniform() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
    }
    let codes = (0..<rows).map { $0 % classes }
    let x = codes.map { code in
        (0..<columns).map { column in
            (column % classes == code ? 0.9 : 0) + uniform() + uniform() + uniform() - 1.5
        }
    }
    return (Matrix(x), Labels(codes))
}

@Suite struct SVCTests {
    /// Pairs that are solved two at a time are each solved as alone, to the bit: of 3 classes one stays alone, of 4 none.
    @Test(arguments: [3, 4])
    func pairsSideBySideAreEachAlone(_ classes: Int) throws {
        let (x, names) = try GoldenFile.table("digits", from: 0, to: 300)
        let all = Labels(names)
        let rows = all.codes.indices.filter { all.codes[$0] < classes }
        let (some, labels) = (x.rows(at: rows), all.rows(at: rows))
        let path = [0.01, 1, 1, 50].map { SVC(c: $0, gamma: 0.001) }
        func fits(_ indices: [Int]) throws -> [DualSVC] {
            let part = some.rows(at: indices)
            let gram = try GramMatrix(
                path[0].kernelFunction(for: part), train: part, others: Matrix(rows: 0, columns: part.columns)
            )
            return try SVC.fit(path: path, gram, .labels(labels.rows(at: indices)), in: FitContext()).map {
                try $0.get()
            }
        }
        let together = try fits(Array(rows.indices))
        for (number, (first, second)) in ClassOrder.pairs(of: classes).enumerated() {
            let indices = rows.indices.filter { [first, second].contains(Int(labels.codes[$0])) }
            for (model, alone) in zip(together, try fits(indices)) {
                let (pair, same) = (model.pairs[number], alone.pairs[0])
                #expect(pair.rows == same.rows.map { indices[$0] })
                #expect(pair.coefficients == same.coefficients && pair.intercept == same.intercept)
            }
        }
    }

    @Test func aModelIsTheSameWithRowsOnDemand() throws {
        let (x, labels) = blobs(rows: 400, columns: 5, classes: 2, seed: 1)
        for estimator in [SVC(c: 5, gamma: 0.7, tol: 1e-6), SVC(c: 1, kernel: .poly, gamma: 0.2, coef0: 1)] {
            let whole = try estimator.fit(x, to: .labels(labels))
            // Room for 34 of the 400 rows, so that most give way again; and for all.
            for budget in [1, 1_000_000] {
                let scarce = try estimator.fit(x, to: .labels(labels), in: FitContext(memoryBudget: budget))
                #expect(scarce.supportIndices == whole.supportIndices)
                let test = blobs(rows: 50, columns: 5, classes: 2, seed: 2).x
                let (a, b) = (try decision(whole, test), try decision(scarce, test))
                // The rows are rounded to Float, which hides most differences of the products' last bits.
                #expect(zip(a.values, b.values).allSatisfy { ($0 - $1).magnitude < 1e-6 })
            }
        }
    }

    /// A matrix for each pair of classes, where one of all rows, 1.28 MB with the solver's copies, is too large.
    @Test func aModelIsTheSameWithAMatrixForEachPair() throws {
        let (x, labels) = blobs(rows: 400, columns: 5, classes: 8, seed: 9)
        let estimator = SVC(c: 5, gamma: 0.7, tol: 1e-6)
        let test = blobs(rows: 50, columns: 5, classes: 8, seed: 10).x
        let whole = try decision(estimator.fit(x, to: .labels(labels)), test)
        for budget in [1, 1_200_000] {
            let scarce = try estimator.fit(x, to: .labels(labels), in: FitContext(memoryBudget: budget))
            let other = try decision(scarce, test)
            #expect(zip(whole.values, other.values).allSatisfy { ($0 - $1).magnitude < 1e-6 })
        }
    }

    @Test(arguments: Kernel.allCases)
    func aFitFromAGramMatrixIsTheFit(_ kernel: Kernel) throws {
        let (x, labels) = blobs(rows: 330, columns: 4, classes: 4, seed: 3)
        let estimator = SVC(c: 2, kernel: kernel, gamma: 0.3, coef0: 0.1)
        let function = estimator.kernelFunction(for: x)
        let model = try estimator.fit(x, to: .labels(labels))
        let test = blobs(rows: 40, columns: 4, classes: 4, seed: 4).x
        let gram = try GramMatrix(function, of: RowProducts(train: x, others: test))
        let fromGram = try estimator.fit(gram, .labels(labels), in: FitContext())
        #expect(Set(fromGram.pairs.flatMap(\.rows)) == Set(model.supportIndices))
        let a = try decision(model, test)

        let testGram = function.gram(
            innerProducts: test.timesTransposed(model.supportVectors), leftNorms: test.squaredRowNorms,
            rightNorms: model.supportVectors.squaredRowNorms)
        let predictions = try model.predict(gram: testGram, kinds: [.labels, .decisionFunction])
        #expect(predictions.decisionFunction == a)
        #expect(try predictions.codes == model.predict(test))
    }

    /// Decisions of other rows, and of the training rows as others, are made of kernels that are not rounded: whether the
    /// products are held or not, and whether the matrix is a view.
    @Test(arguments: Kernel.allCases, [4, OtherProducts.leastColumnsHeld])
    func decisionsFromAGramMatrixAreTheModels(_ kernel: Kernel, columns: Int) throws {
        let (all, labels) = blobs(rows: 330, columns: columns, classes: 3, seed: 3)
        let (train, tests) = ((0..<330).filter { $0 % 4 != 1 }, (0..<330).filter { $0 % 4 == 1 })
        let (x, test) = (all.rows(at: train), all.rows(at: tests))
        let estimator = SVC(c: 2, kernel: kernel, gamma: 0.03, coef0: 0.1)
        let function = estimator.kernelFunction(for: x)
        let target = Target.labels(labels.rows(at: train))
        let model = try estimator.fit(x, to: target)
        let none = Matrix(rows: 0, columns: columns)
        let whole = try GramMatrix(function, of: RowProducts(train: all, others: none))
        let ofRows = try GramMatrix(function, train: x, others: test)
        let grams = [
            (try GramMatrix(function, of: RowProducts(train: x, others: test)), test), (ofRows, test),
            (
                GramMatrix(
                    GramMatrix(viewing: whole, train: train), others: OtherProducts(train: x, others: test)),
                test
            ),
            (
                GramMatrix(
                    ofRows, others: OtherProducts(train: x, others: x)),
                x
            ),
        ]
        for (gram, rows) in grams {
            let fromGram = try estimator.fit(gram, target, in: FitContext())
            let others = gram.trainCount..<gram.trainCount + gram.otherCount
            let found = try #require(
                try fromGram.predict(gram, rows: others, kinds: [.decisionFunction]).decisionFunction)
            let expected = try decision(model, rows)
            #expect(found.rows == expected.rows)
            // Sums of some hundred terms below 200.
            #expect(zip(found.values, expected.values).allSatisfy { ($0 - $1).magnitude < 1e-12 })
        }
    }

    /// Whatever way it took, with shrinking and widening: the solution satisfies the constraints and is optimal.
    @Test(arguments: [(0.05, 0.5), (1, 0.1), (1, 3), (1000, 0.5)])
    func aSolutionIsOptimal(c: Double, gamma: Double) throws {
        let (x, labels) = blobs(rows: 601, columns: 3, classes: 2, seed: 5)
        let function = SVC(gamma: .value(gamma)).kernelFunction(for: x)
        let gram = try GramMatrix(function, train: x, others: Matrix(rows: 0, columns: 3))
        let order = ClassOrder(labels)
        let (positives, negatives) = (order.rows(of: 0), order.rows(of: 1))
        let (tolerance, bounds) = (1e-3, (positive: c, negative: c / 2))
        let solution = try SVC.solve(
            gram: gram, positives: positives, negatives: negatives, bounds: bounds, tolerance: tolerance)
        let beta = solution.coefficients
        #expect(solution.isOptimal && solution.steps > 0)
        #expect(beta.reduce(0, +).magnitude < 1e-9 * c * Double(beta.count))
        let rows = positives + negatives
        var (least, most) = (Double.infinity, -Double.infinity)
        for (place, row) in rows.enumerated() {
            let sign = place < positives.count ? 1.0 : -1
            let (lower, upper) = sign > 0 ? (0, bounds.positive) : (-bounds.negative, 0)
            #expect(beta[place] >= lower && beta[place] <= upper)
            let gradient = zip(rows, beta).reduce(-sign) { $0 + gram[row, $1.0] * $1.1 }
            if beta[place] < upper { least = min(least, gradient) }
            if beta[place] > lower { most = max(most, gradient) }
        }
        // The solver's matrix is rounded to Float: relative 6e-8, of sums of |β| below 601 C.
        #expect(most - least < tolerance + 1e-7 * 601 * c)
        #expect(solution.intercept > -most - 1 && solution.intercept < -least + 1)
    }

    /// With a limit on its steps a solution depends on them, and they are libsvm's: from 0 for every C.
    @Test func fitsOfLimitedStepsStartFromNothing() throws {
        let (x, labels) = blobs(rows: 200, columns: 3, classes: 2, seed: 11)
        let path = [10, 0.1, 1].map { SVC(c: $0, gamma: 0.5, maxIter: 30) }
        let models = try SVC.fit(path: path, x, .labels(labels), in: FitContext())
        for (estimator, model) in zip(path, models) {
            #expect(try model.get() == estimator.fit(x, to: .labels(labels)))
        }
    }

    /// Classes of more rows than are multiplied at a time, whose rows do not follow each other.
    @Test func decisionsOfSeveralModelsAreTheirSums() throws {
        let (x, labels) = blobs(rows: 1000, columns: 3, classes: 3, seed: 12)
        let test = blobs(rows: 20, columns: 3, classes: 3, seed: 13).x
        let path = [0.001, 3].map { SVC(c: $0, gamma: 0.5) }
        let gram = try GramMatrix(path[0].kernelFunction(for: x), train: x, others: test)
        let models = try SVC.fit(path: path, gram, .labels(labels), in: FitContext()).map { try $0.get() }
        #expect(models[0].pairs[0].rows.count > 2 * 256)
        let decisions = DualDecisions(models, gram, rows: 1000..<1020).decisions
        for (model, decisions) in zip(models, decisions) {
            for row in 0..<20 {
                for (place, pair) in model.pairs.enumerated() {
                    let sum = zip(pair.rows, pair.coefficients).reduce(pair.intercept) {
                        $0 + gram[1000 + row, $1.0] * $1.1
                    }
                    // Sums of at most 667 terms below 3, in another order.
                    #expect((decisions[row, place] - sum).magnitude < 1e-11)
                }
            }
        }
        #expect(DualDecisions(models, gram, rows: 1000..<1000).decisions.allSatisfy { $0.rows == 0 })
    }

    @Test func aModelComesBackToTheBit() throws {
        let (x, labels) = blobs(rows: 90, columns: 3, classes: 3, seed: 6)
        let model = try SVC(c: 3, maxIter: 20).fit(x, to: .labels(labels))
        let copy = try JSONDecoder().decode(FittedSVC.self, from: JSONEncoder().encode(model))
        #expect(copy == model)
        #expect(copy.intercepts.map(\.bitPattern) == model.intercepts.map(\.bitPattern))
        #expect(try decision(copy, x) == decision(model, x))
        #expect(copy.warnings == model.warnings && !model.warnings.isEmpty)
    }

    @Test func aCancelledFitStops() throws {
        let (x, labels) = blobs(rows: 60, columns: 3, classes: 2, seed: 7)
        for budget in [1, 1 << 30] {
            let context = FitContext(memoryBudget: budget, isCancelled: { true })
            #expect(throws: CancellationError.self) { try SVC().fit(x, to: .labels(labels), in: context) }
        }
    }

    @Test(arguments: [
        ("C", ParameterValue.int(0)), ("C", .double(-1)), ("tol", .int(0)), ("gamma", .double(-0.1)),
        ("gamma", .string("large")), ("kernel", .string("cubic")), ("degree", .int(-1)),
        ("max_iter", .int(-2)),
        ("class_weight", .string("even")), ("class_weight", .map(["0": 0])), ("coef0", .double(.infinity)),
    ])
    func badParametersAreRefused(name: String, value: ParameterValue) {
        #expect {
            try SVC().setting(name, to: value)
        } throws: { error in
            guard case .invalidParameter("svc", name, value.description, _)? = error as? LearningError else {
                return false
            }
            return true
        }
    }

    @Test func parametersKeepTheirValues() throws {
        let estimator = SVC(
            c: 2, kernel: .poly, gamma: 0.5, degree: 4, coef0: 1.5, classWeight: .weights(["a": 2]),
            tol: 0.01,
            maxIter: 9)
        let copy = try estimator.parameterValues.reduce(SVC()) { try $0.setting($1.name, to: $1.value) }
        #expect(copy == estimator)
        #expect(try SVC().setting("gamma", to: .string("auto")).gamma == .auto)
        #expect(try SVC().setting("class_weight", to: .null).classWeight == .none)
    }

    @Test func gammaFollowsTheData() {
        let x = Matrix([[1, 5], [3, 5], [2, 3]])
        // The variance of 1, 5, 3, 5, 2, 3 is 73/6 - (19/6)².
        #expect((Gamma.scale.value(for: x) - 1 / (2 * (73.0 / 6 - 361.0 / 36))).magnitude < 1e-12)
        #expect(Gamma.auto.value(for: x) == 0.5)
        #expect(Gamma.scale.value(for: Matrix(rows: 3, columns: 4, repeating: 7)) == 1)
    }
}

/// What is unusual in the data.
@Suite struct SVCDataTests {
    @Test(arguments: Kernel.allCases)
    func hugeValuesAreAnErrorUnlessTheKernelIsBounded(_ kernel: Kernel) throws {
        for budget in [1, 1 << 30] {
            let x = Matrix([[1e200, 0], [-1e200, 1], [0, 1e200], [3e200, 0]])
            let context = FitContext(memoryBudget: budget)
            let labels = Labels([0, 1, 0, 1])
            let estimator = SVC(kernel: kernel, gamma: 1)
            if kernel == .sigmoid {  // tanh(±∞) is ±1
                let model = try estimator.fit(x, to: .labels(labels), in: context)
                #expect(model.intercepts[0].isFinite)
                continue
            }
            #expect(throws: LearningError.kernelOverflow(step: "svc")) {
                try estimator.fit(x, to: .labels(labels), in: context)
            }
        }
        #expect(LearningError.kernelOverflow(step: nil).description.contains("scale the features"))
    }

    @Test(arguments: Kernel.allCases)
    func twoRowsAreEnough(_ kernel: Kernel) throws {
        let model = try SVC(kernel: kernel).fit(Matrix([[0, 1], [2, 3]]), to: .labels(Labels(["a", "b"])))
        #expect(model.supportIndices == [0, 1])
        #expect(model.warnings.isEmpty)
        if kernel != .sigmoid { #expect(try model.predict(Matrix([[0, 1], [2, 3]])) == [0, 1]) }
    }

    @Test func constantRowsFallOnOneSide() throws {
        let x = Matrix(rows: 5, columns: 2, repeating: 4)
        let model = try SVC().fit(x, to: .labels(Labels([0, 1, 1, 1, 0])))
        #expect(try model.predict(x) == [1, 1, 1, 1, 1])
    }

    @Test func aBoundOfZeroIsAnError() {
        #expect(throws: LearningError.self) {
            try SVC.solve(
                gram: try #require(
                    ([1, 0, 0, 1] as [Float]).withUnsafeBytes {
                        GramMatrix(
                            KernelFunction(kernel: .rbf), train: $0, diagonal: [1, 1],
                            others: OtherProducts(
                                train: Matrix(rows: 2, columns: 1), others: Matrix(rows: 0, columns: 1)))
                    }),
                positives: [0],
                negatives: [1], bounds: (positive: 1, negative: 0))
        }
    }

    @Test func codesStayThoseOfAllClasses() throws {
        let (x, labels) = blobs(rows: 80, columns: 3, classes: 4, seed: 8)
        let rows = labels.codes.indices.filter { labels.codes[$0] % 2 == 1 }
        let model = try SVC().fit(x.rows(at: rows), to: .labels(labels.rows(at: rows)))
        #expect(model.classes == [1, 3])
        #expect(Set(try model.predict(x)) == [1, 3])
        #expect(try decision(model, x).columns == 1)
    }

    @Test func otherColumnsAndResponsesAreRefused() throws {
        let model = try SVC().fit(Matrix([[0, 1], [2, 3]]), to: .labels(Labels(["a", "b"])))
        #expect(throws: LearningError.columnCounts(expected: 2, found: 3)) {
            try model.predict(Matrix(rows: 1, columns: 3))
        }
        let error = LearningError.predictionUnavailable(
            step: "svc", kinds: .probabilities, advice: "set probability=true")
        #expect(throws: error) {
            try model.predict(Matrix(rows: 1, columns: 2), kinds: [.labels, .probabilities])
        }
        #expect(try model.predict(Matrix(rows: 0, columns: 2)).isEmpty)
    }

    @Test func aTieGoesToTheFirstClass() {
        // 0 beats 1, 2 beats 0, 1 beats 2: a vote each.
        let votes = PairVotes(Matrix([[1, -1, 1], [0, 0, 0]]), classCount: 3)
        #expect(votes.winners == [0, 2])
        // Decisions of 0 are votes for the second class above, for the first here: as in scikit-learn.
        #expect(votes.oneVersusRest == Matrix([[1, 1, 1], [2, 1, 0]]))
    }

    @Test func classWeights() throws {
        let labels = Labels(classes: ["a", "b", "c"], codes: [0, 0, 0, 2])
        #expect(try ClassWeight.none.weights(for: labels) == [1, 1, 1])
        #expect(try ClassWeight.balanced.weights(for: labels) == [4.0 / 6, 1, 2])
        #expect(try ClassWeight.weights(["c": 3]).weights(for: labels) == [1, 1, 3])
        #expect(try ClassWeight.weights(["a": 2, "c": 3, "z": 1]).weights(for: labels) == [2, 1, 3])
        #expect(throws: LearningError.self) { try ClassWeight.weights(["z": 3]).weights(for: labels) }
    }
}

private func decision(_ model: FittedSVC, _ x: Matrix) throws -> Matrix {
    try #require(try model.predict(x, kinds: .decisionFunction).decisionFunction)
}
