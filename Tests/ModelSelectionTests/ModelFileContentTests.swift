import Testing
import Trellis

/// Model files whose checksum is right and whose content is not: an error, or a model that predicts; never a trap.
@Suite struct ModelFileContentTests {
    private static func data(for pipeline: Pipeline) throws -> Dataset {
        if pipeline.last?.estimator is DatetimeEncoder {
            let dates = FeatureColumn.dates((0..<30).map { Double($0) * 1e6 })
            return try Dataset(
                features: FeatureTable([dates, dates]), target: .values((0..<30).map(Double.init)))
        }
        let isRegression = pipeline.problem == .regression
        let all =
            isRegression
            ? try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
            : try Fixtures.dataSet("iris", target: "species")
        let rows = (0..<30).map { $0 * 5 }
        return try Dataset(
            features: all.features.rows(at: rows), featureNames: all.featureNames,
            target: all.target.rows(at: rows), targetName: all.targetName)
    }

    private static func edited(
        _ pipeline: Pipeline, _ path: [JSON.Step], _ value: JSON
    ) throws -> EditedModel {
        var model = try EditedModel(pipeline.fit(data(for: pipeline)))
        #expect(model.content[path] != value)
        model.content[path] = value
        #expect(model.content[path] == value)
        return model
    }

    private static func inModel(_ key: String, step: Int = 0) -> [JSON.Step] {
        [.key("steps"), .index(step), .key("model"), .key(key)]
    }

    /// The first are of counts that loops without bounds checks rely on.
    @Test(arguments: [
        (
            Pipeline(SVC()), inModel("intercepts"), JSON.array([.int(0)]),
            "step 'svc': 3 pairs of classes require as many intercepts, not 1"
        ),
        (
            Pipeline(SVC(probability: true)), inModel("sigmoids"), .array([]),
            "step 'svc': 3 pairs of classes require as many finite sigmoids, not 0"
        ),
        (
            Pipeline(LogisticRegression()), inModel("intercepts"), .array([.int(0), .int(0)]),
            "step 'logistic-regression': 3 classes require 3 intercepts, not 2"
        ),
        (
            Pipeline(PCA(nComponents: 2), SVC()), inModel("featureCount", step: 1), .int(3),
            "step 'svc': the support vectors must have 3 columns, not 2"
        ),
        (
            Pipeline(Passthrough(), Passthrough(), SVC()), inModel("featureCount", step: 1), .int(3),
            "step 'passthrough-2': it expects 3 columns, but the number of columns from step 'passthrough' is 4"
        ),
        (
            Pipeline(Ridge()), [.key("featureNames")], .array([.string("one")]),
            "step 'ridge': it expects 10 columns, but the number of feature names is 1"
        ),
        (
            Pipeline(SVC()), [.key("classes")], .array([.string("a"), .string("b")]),
            "step 'svc': it has a class 2, but 2 class names"
        ),
        (
            Pipeline(SVC()), inModel("classes"), .array([.int(0), .int(2), .int(1)]),
            "step 'svc': class codes must be at least 0 and ascending, but are [0, 2, 1]"
        ),
        (
            Pipeline(SVC()), [.key("classes")], .array([.string("a"), .string("b"), .string("a")]),
            "two classes have the same name"
        ),
        (
            Pipeline(Ridge()), [.key("classes")], .array([.string("a")]),
            "step 'ridge': it predicts numbers, but there are 1 class names"
        ),
        (
            Pipeline(StandardScaler()), inModel("scale"), .array([.int(1)]),
            "step 'standard-scaler': 4 means require as many scales, not 1"
        ),
        (
            Pipeline(SVC()), [.key("steps"), .index(0), .key("model")], .object([:]),
            "steps[0].model: there is no 'featureCount'"
        ),
        (Pipeline(SVC()), [.key("steps")], .array([]), "the pipeline is not valid: it has no steps"),
    ])
    func whatDoesNotFitIsNamed(
        pipeline: Pipeline, path: [JSON.Step], value: JSON, reason: String
    ) throws {
        #expect(throws: ModelFileError.notValid(path: "edited", reason: reason)) {
            try Self.edited(pipeline, path, value).read()
        }
    }

    /// A file of a release without probabilities, which has neither their parameters nor sigmoids.
    @Test func filesWithoutLaterParametersAreRead() throws {
        let data = try Self.data(for: Pipeline(SVC()))
        let original = try Pipeline(SVC(c: 2)).fit(data)
        var model = try EditedModel(original)
        let path: [JSON.Step] = [.key("steps"), .index(0), .key("parameters")]
        guard case .object(var parameters) = model.content[path] else {
            return #expect(Bool(false), "there are no parameters")
        }
        #expect(parameters.removeValue(forKey: "probability") != nil)
        #expect(parameters.removeValue(forKey: "random_state") != nil)
        model.content[path] = .object(parameters)
        if case .object(let members) = model.content[[.key("steps"), .index(0), .key("model")]] {
            #expect(members["sigmoids"] == nil)
        }
        let read = try model.read()
        #expect(read.steps[0].estimator as? SVC == SVC(c: 2))
        #expect(try read.predict(data.features).texts == original.predict(data.features).texts)
    }

    @Test func whatWouldBeRefusedIsNotWritten() throws {
        let iris = try Self.data(for: Pipeline(SVC()))
        let diabetes = try Self.data(for: Pipeline(Ridge()))
        let model = FittedPipeline(steps: try Pipeline(SVC()).fit(iris).steps, data: diabetes)
        let reason = "step 'svc': it expects 4 columns, but the number of feature names is 10"
        #expect(throws: ModelFileError.cannotWrite(path: "/no/such/folder/m", reason: reason)) {
            try ModelFile.write(model, to: "/no/such/folder/m")
        }
    }

    /// Every estimator there is by itself, and behind transformers; and probabilities.
    static let pipelines: [Pipeline] =
        StepRegistry.standard.types.flatMap { type -> [Pipeline] in
            let last = type.init()
            guard !(last is DatetimeEncoder) else { return [Pipeline(last)] }
            return [
                Pipeline(last), Pipeline(StandardScaler(), PCA(nComponents: 2, whiten: true), last),
                Pipeline(MinMaxScaler(), Passthrough(), last),
            ]
        } + [Pipeline(SVC(probability: true))]

    @Test func editsEndInAnErrorOrInPredictions() throws {
        var generator = SeededGenerator(seed: 11)
        var (refused, answered) = (0, 0)
        for pipeline in Self.pipelines {
            let data = try Self.data(for: pipeline)
            let original = try EditedModel(pipeline.fit(data))
            for _ in 0..<500 {
                var model = original
                for _ in 0...generator.next(below: 2) { model.edit(&generator) }
                do {
                    try Self.use(try model.read(), on: data)
                    answered += 1
                } catch is ModelFileError {
                    refused += 1
                } catch is LearningError {
                    answered += 1
                }
            }
        }
        // Both kinds of outcome, or the edits are not worth much.
        #expect(refused > 4000 && answered > 2000, "\(refused) refused, \(answered) answered")
    }

    /// Asks a model all it can be asked.
    private static func use(_ model: FittedPipeline, on data: Dataset) throws {
        let (x, rows) = (data.features, data.features.rows)
        for step in model.steps {
            if let step = step.model as? any AffineTransformer {
                _ = step.affineMap.images(of: Matrix(rows: 2, columns: step.featureCount, repeating: 1))
            }
            if let step = step.model as? FittedPCA { _ = (step.noiseVariance, step.singularValues) }
        }
        guard model.pipeline.problem != nil else {
            #expect(try model.transform(x).firstNonFinite == nil)
            return
        }
        let predictions = try model.predict(x, kinds: model.pipeline.predictionKinds)
        for matrix in [predictions.decisionFunction, predictions.probabilities].compactMap({ $0 }) {
            #expect(matrix.rows == rows && matrix.firstNonFinite == nil)
        }
        switch try model.predict(x) {
        case .labels(let labels): #expect(labels.count == rows && labels.classes == model.classes)
        case .values(let values): #expect(values.count == rows && values.allSatisfy(\.isFinite))
        }
        if model.pipeline.predictionKinds.contains(.probabilities) {
            #expect(try model.predictProbabilities(x).columns == model.classes.count)
        }
        _ = try model.score(
            x, against: data.target, by: model.pipeline.problem == .regression ? .r2 : .accuracy)
    }
}
