import LinearAlgebra
import Testing

@testable import Learning

/// Steps that keep codes return rows that stand for the transformed matrix.
@Suite struct EncodedTransformerTests {
    @Test(arguments: EncodedSample.forms, [(true, true), (false, true), (true, false), (false, false)])
    func standardScalerIsThatOfTheMatrix(
        _ sample: EncodedSample, _ options: (withMean: Bool, withStd: Bool)
    ) throws {
        let target = Target.values(sample.targets)
        let scaler = StandardScaler(withMean: options.withMean, withStd: options.withStd)
        for weights in [nil, sample.weights] where sample.rows.rows > 1 || weights == nil {
            let model = try scaler.fit(sample.rows, to: target, weights: weights)
            let expected = try scaler.fit(sample.rows.matrix, to: target, weights: weights)
            #expect(relativeDifference(model.mean, expected.mean, floor: 1e-300) < 1e-13)
            #expect(elementwiseDifference(model.scale, expected.scale) < 1e-12)
            // The same model maps codes and numbers to the same numbers, to the bit.
            let rows = try #require(try model.transformed(.encoded(sample.rows), as: "s").encoded)
            #expect(rows.blocks.map(\.codes) == sample.rows.blocks.map(\.codes))
            #expect(try rows.matrix == model.transform(sample.rows.matrix))
        }
    }

    /// Constant columns are not scaled, and missing numbers stay missing.
    @Test func standardScalerKeepsConstantAndMissingColumns() throws {
        let rows = try #require(
            EncodedRows(
                sideBySide: [
                    .matrix(Matrix([[.nan, 1], [.nan, .nan], [.nan, 4]])),
                    .encoded(EncodedRows([([0, 0, 0], 1), ([0, -1, -1], 2)], rows: 3)),
                ], rows: 3))
        let target = Target.values([1, 2, 3])
        let model = try StandardScaler().fit(rows, to: target)
        let expected = try StandardScaler().fit(rows.matrix, to: target)
        #expect(model.mean == expected.mean && model.scale[2] == 1 && model.scale[4] == 1)
        #expect(elementwiseDifference(model.scale, expected.scale) < 1e-15)
        let (found, numbers) = (
            try model.transform(rows).matrix.values, try expected.transform(rows.matrix).values
        )
        #expect(zip(found, numbers).allSatisfy { $0 == $1 || abs($0 - $1) < 1e-15 || $0.isNaN && $1.isNaN })
    }

    @Test func passthroughReturnsTheRows() throws {
        let sample = EncodedSample.all[2].scaled(isCentred: true)
        let model = try Passthrough().fit(sample.rows, to: .values(sample.targets))
        #expect(try model.transformed(.encoded(sample.rows), as: "p") == .encoded(sample.rows))
        #expect(throws: LearningError.columnCounts(expected: sample.rows.columns, found: 1)) {
            try model.transformed(.encoded(EncodedRows([([0], 1)], rows: 1)), as: "p")
        }
    }

    /// A scaler of few rows may divide by a tiny number.
    @Test func resultsThatOverflowAreRefused() throws {
        let rows = EncodedRows([([0, -1], 1)], rows: 2)
        let model = FittedStandardScaler(mean: [0], scale: [.leastNonzeroMagnitude])
        #expect(throws: LearningError.overflow(step: "s", row: 0, rows: 2)) {
            try model.transformed(.encoded(rows), as: "s")
        }
    }

    /// A pipeline with a scaler after the branches predicts what it predicts from numbers.
    @Test func pipelinesKeepCodes() throws {
        let data = try StandardBranchTests.data()
        let branches: [ColumnBranch] = [
            .numeric(SimpleImputer()), .categorical(OneHotEncoder(handleUnknown: .ignore)),
        ]
        let regression = LogisticRegression(maxIter: 1000, tol: 1e-10)
        let kept = try Pipeline(columns: branches, StandardScaler(), Passthrough(), regression).fit(data)
        let expanded = try Pipeline(
            columns: branches, StandardScaler(), MinMaxScaler(featureMin: -1), MinMaxScaler(), SVC()
        ).fit(data)
        #expect(expanded["svc", as: SVC.self] != nil)
        let matrix = try Pipeline(columns: branches, Passthrough()).fit(data).transform(data.features)
        let dense = try Pipeline(StandardScaler(), regression).fit(
            Dataset(features: matrix, target: data.target))
        let (ours, theirs) = (
            try kept.predictProbabilities(data.features), try dense.predictProbabilities(matrix)
        )
        #expect(relativeDifference(ours.values, theirs.values) < 1e-6)
    }
}

extension Features {
    fileprivate var encoded: EncodedRows? { if case .encoded(let rows) = self { rows } else { nil } }
}
