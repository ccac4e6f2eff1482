import LinearAlgebra
import Testing

@testable import Learning

/// Fits to encoded rows are those to the matrix that they stand for.
@Suite struct EncodedFitTests {
    static let large = EncodedSample.all.filter { $0.rows.rows > 1 }

    @Test(arguments: large, [true, false])
    func ridgeIsThatOfTheMatrix(_ sample: EncodedSample, fitIntercept: Bool) throws {
        let target = Target.values(sample.targets)
        let matrix = sample.rows.matrix
        for alpha in [0, 1e-8, 0.01, 1, 1000] {
            let ridge = Ridge(alpha: alpha, fitIntercept: fitIntercept)
            let (found, expected) = (
                try ridge.fit(sample.rows, to: target), try ridge.fit(matrix, to: target)
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
        for sample in Self.large {
            let design = try EncodedDesign(sample.rows, isCentred: true, for: "ridge")
            let targets = sample.targets
            let mean = targets.reduce(0, +) / Double(targets.count)
            let elimination = BlockElimination(
                design, targets.map { $0 - mean }, valueMean: mean, hasIntercept: true)
            let isWide = sample.rows.blocks.contains { $0.width >= 256 }
            #expect((elimination != nil) == isWide)
            if isWide { #expect(elimination?.solution(alpha: 0.01) != nil) }
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

    @Test(arguments: large, [2, 3, 12])
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
    @Test(arguments: EncodedSample.all, [2, 3, 9, 10])
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
            try StandardScaler().fit(sample.rows, to: target)
                == StandardScaler().fit(sample.rows.matrix, to: target))
        let scaled = try StandardScaler().fit(sample.rows, to: target).transformed(
            .encoded(sample.rows), as: "s")
        #expect(
            scaled
                == .matrix(
                    try StandardScaler().fit(sample.rows.matrix, to: target).transform(sample.rows.matrix)))
    }

    @Test func wrongNumbersOfColumnsAreRefused() throws {
        let sample = EncodedSample.all[2]
        let model = try Ridge().fit(sample.rows, to: .values(sample.targets))
        let narrow = EncodedRows([([Int32](repeating: 0, count: 2), 3)], rows: 2)
        let error = LearningError.columnCounts(expected: sample.rows.columns, found: 3)
        #expect(throws: error) { try model.predictions(for: .encoded(narrow), kinds: .values) }
    }
}
