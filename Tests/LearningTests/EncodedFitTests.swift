import LinearAlgebra
import Testing

@testable import Learning

/// Fits to encoded rows are those to the matrix that they stand for.
@Suite struct EncodedFitTests {
    static let large = EncodedSample.all.filter { $0.rows.rows > 1 }
    static let forms = EncodedSample.forms.filter { $0.rows.rows > 1 }

    @Test(arguments: forms, [(true, false), (true, true), (false, false), (false, true)])
    func ridgeIsThatOfTheMatrix(
        _ sample: EncodedSample, _ options: (fitIntercept: Bool, hasWeights: Bool)
    ) throws {
        let target = Target.values(sample.targets)
        let matrix = sample.rows.matrix
        let weights = options.hasWeights ? sample.weights : nil
        for alpha in [0, 1e-8, 0.01, 1, 1000] {
            let ridge = Ridge(alpha: alpha, fitIntercept: options.fitIntercept)
            let (found, expected) = (
                try ridge.fit(sample.rows, to: target, weights: weights),
                try ridge.fit(matrix, to: target, weights: weights)
            )
            let difference = relativeDifference(found.coefficients, expected.coefficients)
            #expect(difference < 1e-7, "alpha \(alpha): \(difference)")
            let predicted = try found.predictions(for: .encoded(sample.rows), kinds: .values).values ?? []
            #expect(relativeDifference(predicted, try expected.predict(matrix)) < 1e-8, "alpha \(alpha)")
        }
    }

    /// A path shares the sums, and each of its models is that of a fit alone.
    @Test(arguments: large) func pathsAreFitsAlone(_ sample: EncodedSample) throws {
        let target = Target.values(sample.targets)
        let path = [0.1, 10, 1e-9].map { Ridge(alpha: $0) }
        let models = try Ridge.fit(path: path, sample.rows, target, in: FitContext()).map { try $0.get() }
        #expect(try models == path.map { try $0.fit(sample.rows, to: target) })
    }

    /// The block is eliminated, or the test above compares nothing with the matrix of all products.
    @Test func wideBlocksAreEliminated() throws {
        for (sample, hasWeights) in Self.forms.flatMap({ [($0, false), ($0, true)] }) {
            let design = try EncodedDesign(
                sample.rows, weights: hasWeights ? sample.weights : nil, isCentred: true, for: "ridge")
            let targets = sample.targets
            let mean = targets.reduce(0, +) / Double(targets.count)
            let elimination = BlockElimination(
                design, targets.map { $0 - mean }, valueMean: mean, hasIntercept: true)
            let isWide = sample.rows.blocks.contains { $0.width >= 256 }
            #expect((elimination != nil) == isWide)
            if isWide { #expect(elimination?.solution(alpha: 0.01) != nil, "\(sample)") }
        }
    }

    /// A row of weight 2 is the row twice.
    @Test(arguments: forms) func weightsAreRepetitions(_ sample: EncodedSample) throws {
        let counts = (0..<sample.rows.rows).map { 1 + $0 % 3 }
        let repeated = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
        let target = Target.values(sample.targets)
        let weighted = try Ridge().fit(sample.rows, to: target, weights: counts.map(Double.init))
        let plain = try Ridge().fit(sample.rows.rows(at: repeated), to: target.rows(at: repeated))
        #expect(relativeDifference(weighted.coefficients, plain.coefficients) < 1e-9)
        #expect(abs(weighted.intercept - plain.intercept) < 1e-9 * max(1, abs(plain.intercept)))
    }

    /// The errors of fits that would need a matrix of more than 4 GB.
    @Test func fitsThatNeedATooLargeMatrixAreRefused() throws {
        let (rows, width) = (25_000, 24_000)
        let block = EncodedRows([((0..<rows).map { Int32($0 % width) }, width)], rows: rows)
        let target = Target.values((0..<rows).map { Double($0 % 7) })
        for weights in [nil, (0..<rows).map { 1 + Double($0 % 2) }] {
            #expect(
                throws: LearningError.fitFailed(
                    step: "ridge",
                    reason:
                        "the equations of so many categories are ill-conditioned with alpha=0.0; raise alpha"
                )
            ) { try Ridge(alpha: 0).fit(block, to: target, weights: weights) }
            #expect(try Ridge(alpha: 1).fit(block, to: target, weights: weights).featureCount == width)
            let scaled = try StandardScaler().fit(block, to: target, weights: weights).transform(block)
            #expect(try Ridge(alpha: 1).fit(scaled, to: target, weights: weights).featureCount == width)
            #expect(
                throws: LearningError.fitFailed(
                    step: "ridge",
                    reason: "without an intercept, 25000 rows of 24000 centred columns are too large; "
                        + "set with_mean=false of the scaler, or max_categories of the encoder")
            ) { try Ridge(fitIntercept: false).fit(scaled, to: target, weights: weights) }
        }
    }

    /// A column that is a function of the categories of a wide block cancels against them.
    @Test func columnsThatDependOnAWideBlockAreAccurate() throws {
        let codes = (0..<3000).map { Int32($0 * 7 % 300) }
        let other = codes.map { $0 % 5 }
        let dense = Matrix(rows: 3000, columns: 1, values: codes.map { Double($0).squareRoot() })
        let rows = try #require(
            EncodedRows(
                sideBySide: [.matrix(dense), .encoded(EncodedRows([(codes, 300), (other, 5)], rows: 3000))],
                rows: 3000))
        let target = Target.values((0..<3000).map { Double($0 * 31 % 97) + Double(codes[$0] % 11) })
        for alpha in [1e-6, 1e-3, 1, 100] {
            let ridge = Ridge(alpha: alpha)
            let (found, expected) = (try ridge.fit(rows, to: target), try ridge.fit(rows.matrix, to: target))
            let predicted = try found.predictions(for: .encoded(rows), kinds: .values).values ?? []
            #expect(relativeDifference(predicted, try expected.predict(rows.matrix)) < 1e-8, "alpha \(alpha)")
        }
    }

    @Test(arguments: forms, [2, 3, 12])
    func logisticRegressionIsThatOfTheMatrix(_ sample: EncodedSample, classes: Int) throws {
        let codes = sample.targets.enumerated().map { row, value in
            row < classes ? Int32(row) : Int32(max(0, min(classes - 1, Int(value) + classes / 2)))
        }
        let target = Target.labels(Labels(classes: (0..<classes).map { "\($0)" }, codes: codes))
        let matrix = sample.rows.matrix
        for (solver, fitIntercept) in [
            (LogisticSolver.lbfgs, true), (.lbfgs, false), (.newtonCholesky, true),
        ]
        where solver == .lbfgs || sample.rows.columns * classes < 300 {
            let regression = LogisticRegression(
                classWeight: .balanced, fitIntercept: fitIntercept, solver: solver, maxIter: 1000, tol: 1e-9)
            let (found, expected) = (
                try regression.fit(sample.rows, to: target), try regression.fit(matrix, to: target)
            )
            #expect(found.warnings == expected.warnings)
            let kinds: PredictionKinds = [.labels, .decisionFunction, .probabilities]
            let ours = try found.predictions(for: .encoded(sample.rows), kinds: kinds)
            let theirs = try expected.predictions(for: matrix, kinds: kinds)
            let difference = relativeDifference(
                try #require(ours.decisionFunction).values, try #require(theirs.decisionFunction).values)
            #expect(difference < 1e-5, "\(solver): \(difference)")
            #expect(ours.probabilities?.rows == theirs.probabilities?.rows)
        }
    }

    /// The loss and its derivatives at several points, of numbers of classes about the lanes.
    @Test(arguments: EncodedSample.forms, [2, 3, 9, 10])
    func lossesAreThoseOfTheMatrix(_ sample: EncodedSample, classes: Int) {
        let codes = (0..<sample.rows.rows).map { Int32($0 % classes) }
        func objective(_ panels: RowPanels, _ encoded: EncodedRows?) -> LogisticObjective {
            LogisticObjective(
                rows: LogisticRows(
                    panels, encoded: encoded.map { LogisticCodes($0) }, codes: codes,
                    weights: .ofClasses((0..<classes).map { 1 / Double($0 + 1) }), hasIntercept: classes != 3),
                outputs: classes == 2 ? 1 : classes)
        }
        let encoded = objective(RowPanels(sample.rows.dense), sample.rows)
        let plain = objective(RowPanels(sample.rows.matrix), nil)
        #expect(encoded.parameterCount == plain.parameterCount)
        let points = (0..<9).map { sample.values(plain.parameterCount, seed: UInt64(20 + $0)) }
        let (found, expected) = (encoded.loss(at: points), plain.loss(at: points))
        #expect(relativeDifference(found.values, expected.values) < 1e-13)
        #expect(relativeDifference(found.gradients, expected.gradients) < 1e-12)
        let (ours, theirs) = (encoded.probabilities(at: points[0]), plain.probabilities(at: points[0]))
        #expect(relativeDifference(ours.values, theirs.values) < 1e-13)
    }

    /// Estimators without codes read the matrix.
    @Test func otherEstimatorsReadTheMatrix() throws {
        let sample = EncodedSample.all[2]
        let target = Target.values(sample.targets)
        #expect(
            try MinMaxScaler().fit(sample.rows, to: target)
                == MinMaxScaler().fit(sample.rows.matrix, to: target))
        let scaled = try MinMaxScaler().fit(sample.rows, to: target).transformed(
            .encoded(sample.rows), as: "s")
        #expect(
            scaled
                == .matrix(
                    try MinMaxScaler().fit(sample.rows.matrix, to: target).transform(sample.rows.matrix)))
    }

    /// Also with weights.
    @Test func otherEstimatorsUseWeights() throws {
        let sample = EncodedSample.all[2]
        let target = Target.values(sample.targets)
        let bins = KBinsDiscretizer(nBins: 4)
        let (found, expected, plain) = (
            try bins.fit(sample.rows, to: target, weights: sample.weights),
            try bins.fit(sample.rows.matrix, to: target, weights: sample.weights),
            try bins.fit(sample.rows, to: target)
        )
        #expect(found.innerEdges == expected.innerEdges && found.innerEdges != plain.innerEdges)
    }

    @Test func wrongNumbersOfColumnsAreRefused() throws {
        let sample = EncodedSample.all[2]
        let model = try Ridge().fit(sample.rows, to: .values(sample.targets))
        let narrow = EncodedRows([([Int32](repeating: 0, count: 2), 3)], rows: 2)
        let error = LearningError.columnCounts(expected: sample.rows.columns, found: 3)
        #expect(throws: error) { try model.predictions(for: .encoded(narrow), kinds: .values) }
    }
}
