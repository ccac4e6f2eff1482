import Testing
import Trellis

/// Results are shared by the kinds of steps: two types of one kind are refused where they meet.
@Suite struct KindTests {
    private func message(_ pipeline: Pipeline, _ grid: ParameterGrid = ParameterGrid()) -> String? {
        do {
            let data = try Fixtures.dataSet("iris", target: "species")
            _ = try GridSearch(pipeline, grid: grid, folds: KFold(2)).plan(data)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func twoStepsOfOneKindAreNamed() throws {
        let found = try #require(message(["a": StandardScaler(), "b": Impostor(), "svc": SVC()]))
        #expect(found.contains("Learning.StandardScaler and ") && found.contains(".Impostor"))
        #expect(found.contains("both have the kind 'standard-scaler'"))
    }

    @Test func stepsThatAreSwappedMeetInAllGrids() throws {
        let grid =
            ParameterGrid().swapping("passthrough", for: [StandardScaler()])
            + ParameterGrid().swapping("passthrough", for: [Impostor()])
        #expect(try #require(message(Pipeline(Passthrough(), SVC()), grid)).contains("Impostor"))
        let same = ParameterGrid().swapping("passthrough", for: [StandardScaler(), StandardScaler()])
        #expect(message(Pipeline(Passthrough(), SVC()), same) == nil)
    }

    @Test func summariesOfOneKindAreNamed() throws {
        let found = try #require(message(Pipeline(StandardScaler(), OwnSummary(), SVC())))
        #expect(found.contains("OwnSummary.Counts") && found.contains("both have the kind 'moments'"))
    }

    @Test func aRegistryRefusesThem() async {
        #expect(StepRegistry.standard.adding(PCA.self).types.count == StepRegistry.standard.types.count)
        await #expect(processExitsWith: .failure) { _ = StepRegistry.standard.adding(Impostor.self) }
    }
}

/// Claims to be the scaler.
private struct Impostor: Transformer {
    typealias Model = Passthrough.Model
    static let kind = "standard-scaler"
    static let summary = "Does nothing."
    static let parameters: [Parameter<Impostor>] = []

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try Passthrough().fit(x, to: target, in: context)
    }
}

/// Its summary claims to be the moments.
private struct OwnSummary: Transformer, SummaryEstimator {
    typealias Model = Passthrough.Model
    static let kind = "own-summary"
    static let summary = "Does nothing."
    static let parameters: [Parameter<OwnSummary>] = []

    struct Counts: MergeableSummary {
        static let kind = Moments.kind
        init(of x: Matrix, _ target: Target, about origin: Origin, detail: SummaryDetail) {}
        mutating func add(_ other: Counts) {}
        func validate() {}
    }

    func fit(_ summary: Counts, in context: FitContext) throws -> Model? { nil }
    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try Passthrough().fit(x, to: target, in: context)
    }
}
