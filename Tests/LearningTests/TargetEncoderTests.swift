import Foundation
import Learning
import LinearAlgebra
import Testing

/// `Golden/target_encoder.json`, as `Tools/golden/target_encoder.py` writes it.
struct TargetEncoderGolden: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let target: String
        let smooth: ParameterValue
        let cv: Int
        let targetMeans: [Double]
        let encodings: [[Double]]
        let names: [String]
        let crossFitted: [[Double]]
        let transformed: [[Double]]
        var testDescription: String { "\(target) smooth \(smooth) cv \(cv)" }

        var encoder: TargetEncoder {
            get throws {
                try TargetEncoder(cv: cv, shuffle: false).setting("smooth", to: smooth)
            }
        }
    }

    let train: GoldenTable
    let test: GoldenTable
    let labels: [String: [String]]
    let values: [String: [Double]]
    let cases: [Case]

    static let all: TargetEncoderGolden? = GoldenFile.read("target_encoder")

    func target(_ name: String) throws -> Target {
        if let names = labels[name] { return .labels(Labels(names)) }
        return .values(try #require(values[name]))
    }
}

@Suite struct TargetEncoderTests {
    @Test func hasGolden() throws {
        #expect(try #require(TargetEncoderGolden.all).cases.count == 40)
    }

    /// Sums are rounded in another order than NumPy's.
    @Test(arguments: TargetEncoderGolden.all?.cases ?? [])
    func agrees(_ golden: TargetEncoderGolden.Case) throws {
        let data = try #require(TargetEncoderGolden.all)
        let (x, target) = (try data.train.table(), try data.target(golden.target))
        let encoder = try golden.encoder
        let model = try encoder.fit(x, to: target)
        #expect(relativeDifference(model.targetMeans, golden.targetMeans) < 1e-14)
        #expect(model.outputNames(for: data.train.names, step: "step") == golden.names)
        #expect(model.encodings.count == golden.encodings.count)
        for (found, expected) in zip(model.encodings, golden.encodings) {
            #expect(relativeDifference(found, expected, floor: 1e-3) < 1e-13)
        }
        let transformed = try #require(try model.transform(data.test.table()).matrix)
        #expect(relativeDifference(transformed.values, golden.transformed.flatMap { $0 }) < 1e-13)
        let crossFitted = try #require(try encoder.crossFitted(.table(x), target, in: FitContext()).matrix)
        #expect(relativeDifference(crossFitted.values, golden.crossFitted.flatMap { $0 }) < 1e-13)

        let read = try JSONDecoder().decode(FittedTargetEncoder.self, from: JSONEncoder().encode(model))
        try read.validate()
        #expect(read == model)
    }

    @Test func pipelinesCrossFit() throws {
        let data = try #require(TargetEncoderGolden.all)
        let (x, target) = (try data.train.table(), try data.target("numbers"))
        let encoder = TargetEncoder(cv: 3, shuffle: false)
        let pipeline = Pipeline(columns: [.rest(encoder)], Ridge(alpha: 1))
        let fitted = try pipeline.fit(
            Dataset(features: x, featureNames: data.train.names, target: target))
        let encoded = try #require(try encoder.crossFitted(.table(x), target, in: FitContext()).matrix)
        let ridge = try #require(fitted["ridge", as: Ridge.self])
        #expect(ridge == (try Ridge(alpha: 1).fit(encoded, to: target)))
        // New rows are encoded by the model of all rows.
        let model = try encoder.fit(x, to: target)
        #expect(try fitted.predict(x).values == ridge.predict(#require(try model.transform(x).matrix)))
    }

    /// The same folds in every run, others for another seed, and never a row's own target.
    @Test func shufflesBySeed() throws {
        let ids = try FeatureTable([.categories(CategoryColumn((0..<40).map { "row \($0)" }))])
        let target = Target.values((0..<40).map { Double($0 * $0) })
        func crossFitted(_ seed: Int) throws -> [Double] {
            let encoder = TargetEncoder(randomState: seed)
            return try #require(try encoder.crossFitted(.table(ids), target, in: FitContext()).matrix).values
        }
        #expect(try crossFitted(1) == crossFitted(1))
        #expect(try crossFitted(1) != crossFitted(2))
        // Each category occurs once, so a row is encoded by the mean of the other folds: five values in all.
        #expect(try Set(crossFitted(1)).count == 5)
    }

    @Test func refusesTooManyFolds() throws {
        let x = try FeatureTable([.numbers([1, 2, 3, 4])])
        for target in [Target.values([1, 2, 3, 4]), .labels(["a", "b", "a", "b"])] {
            #expect(throws: LearningError.self) {
                try TargetEncoder(cv: 5).crossFitted(.table(x), target, in: FitContext())
            }
        }
        #expect(throws: LearningError.self) {
            try TargetEncoder(cv: 3).crossFitted(.table(x), .labels(["a", "b", "a", "b"]), in: FitContext())
        }
    }

    @Test func refusesTargetsThatAreNotFinite() throws {
        #expect(throws: LearningError.targetNotFinite(row: 1, value: .infinity)) {
            try TargetEncoder().fit(Matrix([[1], [2]]), to: .values([1, .infinity]))
        }
    }
}
