import Testing
import Trellis

/// Task keys know a step by its parameters: a step that these do not determine is refused before anything runs.
@Suite struct CompletenessTests {
    private func message(_ steps: any Estimator..., grid: ParameterGrid = ParameterGrid()) -> String? {
        do {
            let data = try Fixtures.dataSet("iris", target: "species")
            let pipeline = Pipeline(steps: steps.map { (nil, $0) } + [(nil, SVC())])
            _ = try GridSearch(pipeline, grid: grid, folds: KFold(2)).plan(data)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func with(_ change: (inout Shift) -> Void) -> Shift {
        var shift = Shift()
        change(&shift)
        return shift
    }

    @Test func aPropertyThatIsNoParameterIsNamedWithItsType() throws {
        let found = try #require(message(with { $0.forgotten = 3 }))
        #expect(found.contains("Shift: "))
        #expect(found.contains("the stored property 'forgotten' does not follow from the parameters"))
        #expect(found.contains("(it is 3, but 0 in a step made from them)"))
        #expect(found.contains("@IrrelevantToResults"))
    }

    @Test func optionalsListsAndNestedStepsAreCompared() throws {
        for (step, property) in [
            (with { $0.limit = 2 }, "limit"), (with { $0.sizes = [1] }, "sizes"),
            (with { $0.mode = .other(1) }, "mode"), (with { $0.inner = PCA(nComponents: 2) }, "inner"),
            (with { $0.inner = MinMaxScaler() }, "inner"), (with { $0.pair.left = 1 }, "pair"),
            (with { $0.other = MinMaxScaler.self }, "other"),
        ] {
            #expect(try #require(message(step)).contains("'\(property)'"), "\(property)")
        }
    }

    @Test func parametersAndWhatIsIrrelevantAreNotRefused() {
        #expect(message(Shift()) == nil)
        #expect(message(with { $0.amount = 2 }) == nil)
        #expect(message(with { $0.doubled = 7 }) == nil)
        #expect(message(with { $0.isVerbose = true }) == nil)
        #expect(message(with { $0.tell = { print($0) } }) == nil)
        #expect(message(Shift(), grid: ParameterGrid().varying(\Shift.doubled, over: [1, 2])) == nil)
    }

    @Test func aFunctionCannotBeCompared() throws {
        let found = try #require(message(Calling()))
        #expect(found.contains("'body'") && found.contains("(it cannot be compared)"))
    }

    @Test func aValueThatItsParameterLosesIsNamed() throws {
        #expect(message(Rounding()) == nil)
        #expect(try #require(message(Rounding(share: Share(value: 0.25)))).contains("'share'"))
    }

    @Test func swappedStepsAndFitsOfAPipelineAreChecked() throws {
        let bad = with { $0.forgotten = 1 }
        let grid = ParameterGrid().swapping("passthrough", for: [PCA(), bad])
        #expect(try #require(message(Passthrough(), grid: grid)).contains("'forgotten'"))
        let data = try Fixtures.dataSet("iris", target: "species")
        #expect(throws: LearningError.self) { try Pipeline(bad, SVC()).fit(data) }
    }

    @Test func objectsAndRepeatedNamesAreRefused() throws {
        #expect(try #require(message(Shared())).contains("Shared is a class"))
        #expect(try #require(message(Twice())).contains("two parameters are named 'a'"))
    }
}

/// A transformer with every sort of property.
private struct Shift: Transformer {
    typealias Model = Passthrough.Model
    static let kind = "shift"
    static let summary = "Does nothing."
    static let parameters: [Parameter<Shift>] = [
        Parameter("amount", \.amount, "a number"), Parameter("twice", \.doubled, "a number stored otherwise"),
    ]

    var amount = 1.0
    private var half = 0.5
    var doubled: Double {
        get { 2 * half }
        set { half = newValue / 2 }
    }
    var forgotten = 0
    var limit: Int?
    var sizes: [Int] = []
    var mode = Mode.usual
    var inner: any Estimator = PCA()
    var other: any Estimator.Type = PCA.self
    var pair = (left: 0, right: [Mode.usual])
    private let constant = Constant()
    @IrrelevantToResults var isVerbose = false
    @IrrelevantToResults var tell: @Sendable (Double) -> Void = { _ in }

    enum Mode { case usual, other(Int) }
    struct Constant { let pi = 3.14, none = Double.nan }

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try Passthrough().fit(x, to: target, in: context)
    }
}

private struct Calling: Transformer {
    typealias Model = Passthrough.Model
    static let kind = "calling"
    static let summary = "Does nothing."
    static let parameters: [Parameter<Calling>] = []
    var body: @Sendable (Double) -> Double = { $0 }

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try Passthrough().fit(x, to: target, in: context)
    }
}

/// A number that its parameter writes without its fraction.
private struct Share: ParameterConvertible {
    static let expectation = "a number"
    var value = 0.0
    init(value: Double) { self.value = value }
    init?(_ value: ParameterValue) {
        guard let value = Int(value) else { return nil }
        self.value = Double(value)
    }
    var parameterValue: ParameterValue { .int(Int(value)) }
}

private struct Rounding: Transformer {
    typealias Model = Passthrough.Model
    static let kind = "rounding"
    static let summary = "Does nothing."
    static let parameters: [Parameter<Rounding>] = [Parameter("share", \.share, "a number")]
    var share = Share(value: 0)

    init() {}
    init(share: Share) { self.share = share }
    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try Passthrough().fit(x, to: target, in: context)
    }
}

private final class Shared: Transformer {
    typealias Model = Passthrough.Model
    static let kind = "shared"
    static let summary = "Does nothing."
    static let parameters: [Parameter<Shared>] = []

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try Passthrough().fit(x, to: target, in: context)
    }
}

private struct Twice: Transformer {
    typealias Model = Passthrough.Model
    static let kind = "twice"
    static let summary = "Does nothing."
    static let parameters: [Parameter<Twice>] = [
        Parameter("a", \.one, "a number"), Parameter("a", \.other, "a number"),
    ]
    var one = 0
    var other = 0

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> Model {
        try Passthrough().fit(x, to: target, in: context)
    }
}
