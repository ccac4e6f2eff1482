import Foundation
import Learning
import LinearAlgebra
import Testing

/// `Golden/scalers.json`, as `Tools/golden/scalers.py` writes it.
struct ScalerGolden: Decodable {
    struct Standard: Decodable, CustomTestStringConvertible {
        let data: String
        let withMean: Bool
        let withStd: Bool
        let mean: [Double]
        let scale: [Double]
        let transformed: [[Double]]
        var testDescription: String { "\(data), mean \(withMean), std \(withStd)" }
    }

    struct MinMax: Decodable, CustomTestStringConvertible {
        let data: String
        let min: Double
        let max: Double
        let dataMin: [Double]
        let dataMax: [Double]
        let scale: [Double]
        let offset: [Double]
        let transformed: [[Double]]
        var testDescription: String { "\(data) to \(min)...\(max)" }
    }

    struct Missing: Decodable {
        struct Standard: Decodable {
            let withMean: Bool
            let withStd: Bool
            let transformed: [[Double?]]
        }

        struct MinMax: Decodable {
            let min: Double
            let max: Double
            let transformed: [[Double?]]
        }

        let table: [[Double?]]
        let rows: [[Double?]]
        let standard: [Standard]
        let minMax: [MinMax]

        static func matrix(_ rows: [[Double?]]) -> Matrix { Matrix(rows.map { $0.map { $0 ?? .nan } }) }
    }

    let tables: [String: [[Double]]]
    let missing: Missing
    let rows: Int
    let standard: [Standard]
    let minMax: [MinMax]

    static let all: ScalerGolden? = GoldenFile.read("scalers")

    static func table(_ name: String) throws -> Matrix {
        let golden = try #require(all)
        if let rows = golden.tables[name] { return Matrix(rows) }
        let table = try GoldenFile.table(name).0
        return table.rows(0..<min(golden.rows, table.rows))
    }
}

@Suite struct StandardScalerTests {
    @Test func hasGolden() throws {
        #expect(try #require(ScalerGolden.all).standard.count == 24)
    }

    /// Sums are rounded in another order than NumPy's: a few units in the last place of each mean and scale.
    ///
    /// What is left of a value near its mean is off by as much of the *mean*, hence the transformed rows'
    /// tolerance.
    @Test(arguments: ScalerGolden.all?.standard ?? [])
    func agrees(_ golden: ScalerGolden.Standard) throws {
        let x = try ScalerGolden.table(golden.data)
        let scaler = StandardScaler(withMean: golden.withMean, withStd: golden.withStd)
        let model = try scaler.fit(x, to: .values([Double](repeating: 0, count: x.rows)))
        #expect(elementwiseDifference(model.mean, golden.mean) < 1e-14)
        #expect(elementwiseDifference(model.scale, golden.scale) < 1e-11)

        let transformed = try model.transform(x)
        for (row, expected) in golden.transformed.enumerated() {
            for column in 0..<x.columns {
                let rounding = 1e-14 * abs(x[row, column]) / model.scale[column]
                let difference = abs(transformed[row, column] - expected[column])
                #expect(difference <= rounding + 1e-10 * abs(expected[column]))
            }
        }
    }

    /// The tolerance is that of ``agrees(_:)``.
    @Test(arguments: 0..<4) func ignoresMissingNumbers(_ index: Int) throws {
        let golden = try #require(ScalerGolden.all).missing
        let (x, rows) = (ScalerGolden.Missing.matrix(golden.table), ScalerGolden.Missing.matrix(golden.rows))
        let scaled = golden.standard[index]
        let scaler = StandardScaler(withMean: scaled.withMean, withStd: scaled.withStd)
        let model = try scaler.fit(x, to: anyTarget(x.rows))
        let transformed = try model.transform(rows)
        let expected = ScalerGolden.Missing.matrix(scaled.transformed)
        for row in 0..<rows.rows {
            for column in 0..<rows.columns {
                let (found, wanted) = (transformed[row, column], expected[row, column])
                if wanted.isNaN {
                    #expect(found.isNaN)
                } else {
                    let rounding = 1e-14 * abs(rows[row, column]) / model.scale[column]
                    #expect(abs(found - wanted) <= rounding + 1e-10 * abs(wanted))
                }
            }
        }
        try JSONDecoder().decode(FittedStandardScaler.self, from: JSONEncoder().encode(model)).validate()
    }

    /// 1 where the variance is no more than rounding by scikit-learn's rule; the true deviation as soon as it is more.
    @Test func tellsConstantColumns() throws {
        let rows = (0..<100).map { row -> [Double] in
            let parity = Double(row % 2)
            return [0.1, 1e12 + parity * 0x1p-7, 1e12 + parity * 0x1p-3]
        }
        let x = Matrix(rows)
        let model = try StandardScaler().fit(x, to: .values([Double](repeating: 0, count: 100)))
        #expect(model.scale[0] == 1)
        #expect(model.scale[1] == 1)
        #expect(abs(model.scale[2] / 0x1p-4 - 1) < 1e-6)
        #expect(try model.transform(x).values.allSatisfy(\.isFinite))
    }

    @Test(arguments: [1.7e308, 1e200])
    func refusesOverflow(_ size: Double) throws {
        let x = Matrix([[1, size], [2, -size / 2], [3, size]])
        let error = try #require(throws: LearningError.self) {
            try StandardScaler().fit(x, to: .values([1, 2, 3]))
        }
        #expect("\(error)".contains("column 1"))
        #expect("\(error)".contains("overflow"))
    }

    @Test func leavesHugeConstantColumns() throws {
        let x = Matrix(rows: 4, columns: 2, repeating: 1e300)
        let model = try StandardScaler().fit(x, to: .values([1, 2, 3, 4]))
        #expect(model.mean == [1e300, 1e300] && model.scale == [1, 1])
        #expect(try model.transform(x) == Matrix(rows: 4, columns: 2))
    }
}

@Suite struct MinMaxScalerTests {
    @Test func hasGolden() throws {
        #expect(try #require(ScalerGolden.all).minMax.count == 12)
    }

    /// The same operations in the same order as scikit-learn's: the same bits.
    @Test(arguments: ScalerGolden.all?.minMax ?? [])
    func agrees(_ golden: ScalerGolden.MinMax) throws {
        let x = try ScalerGolden.table(golden.data)
        let scaler = MinMaxScaler(featureMin: golden.min, featureMax: golden.max)
        let model = try scaler.fit(x, to: .values([Double](repeating: 0, count: x.rows)))
        #expect(model.dataMin == golden.dataMin && model.dataMax == golden.dataMax)
        #expect(model.scale == golden.scale && model.offset == golden.offset)
        let shown = x.rows(0..<golden.transformed.count)
        #expect(try model.transform(shown).values == golden.transformed.flatMap { $0 })
    }

    @Test(arguments: 0..<2) func ignoresMissingNumbers(_ index: Int) throws {
        let golden = try #require(ScalerGolden.all).missing
        let (x, rows) = (ScalerGolden.Missing.matrix(golden.table), ScalerGolden.Missing.matrix(golden.rows))
        let scaled = golden.minMax[index]
        let scaler = MinMaxScaler(featureMin: scaled.min, featureMax: scaled.max)
        let model = try scaler.fit(x, to: anyTarget(x.rows))
        let expected = matrix(scaled.transformed)
        #expect(equalOrMissing(try model.transform(rows).values, expected))
        let read = try JSONDecoder().decode(FittedMinMaxScaler.self, from: JSONEncoder().encode(model))
        try read.validate()
        #expect(equalOrMissing(try read.transform(rows).values, expected))
        // The ranges of parts of the rows add up to those of all.
        let origin = Origin(amid: x, anyTarget(x.rows))
        var ranges = ColumnRanges(of: x.rows(0..<10), anyTarget(10), about: origin, detail: .columns)
        ranges.add(ColumnRanges(of: x.rows(10..<40), anyTarget(30), about: origin, detail: .columns))
        #expect(try scaler.fit(ranges, in: FitContext()) == model)
    }

    @Test func clipsNothing() throws {
        let model = try MinMaxScaler().fit(Matrix([[0], [2]]), to: .values([0, 1]))
        #expect(try model.transform(Matrix([[-2], [5]])).values == [-1, 2.5])
    }

    @Test(arguments: [(1.0, 1.0), (2.0, -2.0)])
    func refusesEmptyRange(_ low: Double, _ high: Double) {
        let expected = LearningError.invalidParameter(
            step: "min-max-scaler", name: "feature_max", found: "\(high)",
            expected: "greater than feature_min, which is \(low)")
        #expect(throws: expected) {
            try MinMaxScaler(featureMin: low, featureMax: high).fit(Matrix([[0], [2]]), to: .values([0, 1]))
        }
    }

    @Test func refusesOverflow() throws {
        let error = try #require(throws: LearningError.self) {
            try MinMaxScaler().fit(Matrix([[0, -1.7e308], [0, 1.7e308]]), to: .values([0, 1]))
        }
        #expect("\(error)".contains("column 1"))
    }
}

@Suite struct PassthroughTests {
    @Test func changesNothing() throws {
        let x = Matrix([[1, -0.0], [3, 4]])
        let model = try Passthrough().fit(x, to: .values([1, 2]))
        #expect(try model.transform(x).values.map(\.bitPattern) == x.values.map(\.bitPattern))
        #expect(model.outputCount == 2)
    }
}
