import Testing
import Trellis

/// Pipelines and grids from text; the command line's tests try the forms.
@Suite("Pipelines and grids from text")
struct TextTests {
    @Test func areThoseOfTheCommandLine() throws {
        let pipeline = try Pipeline(text: "scale: standard-scaler | pca(n_components=2, whiten=true) | svc")
        #expect(pipeline.steps.map(\.name) == ["scale", "pca", "svc"])
        #expect((pipeline.step(named: "pca")?.estimator as? PCA)?.nComponents == 2)
        let grid = try ParameterGrid(text: ["svc.C=0.1:10:log:3", "pca.whiten=true,false"], over: pipeline)
        let built = ParameterGrid().varying("svc.C", over: [0.1, 1, 10]).varying(
            "pca.whiten", over: [true, false])
        let data = try Fixtures.fewDigits(60)
        #expect(
            try GridSearch(pipeline, grid: grid, folds: 3).plan(data).graph.tasks.count
                == GridSearch(pipeline, grid: built, folds: 3).plan(data).graph.tasks.count)
    }

    @Test(arguments: [
        ("standard-scaler | scv", "pipeline, character 19: there is no step 'scv'; did you mean 'svc'?"),
        ("svc(C=)", "pipeline, character 7: found ')', expected a value for 'C'"),
        ("svc | pca", "pipeline: "),
    ])
    func nameThePlaceOfAnError(text: String, message: String) throws {
        let error = try #require(throws: TextError.self) { try Pipeline(text: text) }
        #expect("\(error)".hasPrefix(message))
    }

    @Test func nameTheAxisOfAnError() throws {
        let pipeline = try Pipeline(text: "svc")
        let error = try #require(throws: TextError.self) {
            try ParameterGrid(text: ["svc.c=1"], over: pipeline)
        }
        #expect("\(error)".hasPrefix("grid svc.c: svc has no parameter 'c'"))
    }

    @Test func knowOwnSteps() throws {
        #expect(throws: TextError.self) { try Pipeline(text: "doubling | svc") }
        let pipeline = try Pipeline(text: "doubling | svc", steps: .standard.adding(Doubling.self))
        #expect(pipeline.steps[0].estimator is Doubling)
    }
}

/// Doubles every value.
private struct Doubling: Transformer {
    static let kind = "doubling"
    static let summary = "Doubles every value."
    static let parameters: [Parameter<Doubling>] = []

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) -> Fitted {
        Fitted(featureCount: x.columns)
    }

    struct Fitted: FittedTransformer {
        let featureCount: Int
        var outputCount: Int { featureCount }
        func validate() {}
        func transform(_ x: Matrix) -> Matrix {
            x.scaled(
                by: Array(repeating: 2, count: x.columns), plus: Array(repeating: 0, count: x.columns))
        }
    }
}
