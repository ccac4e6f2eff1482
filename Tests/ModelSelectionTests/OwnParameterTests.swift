import Foundation
import Testing
import Trellis

@testable import ModelSelection

/// Parameters of own steps that are arrays and enumerations: in grids, texts, keys, files, and in errors.
@Suite struct OwnParameterTests {
    private static func data() throws -> Dataset { try Fixtures.dataSet("iris", target: "species") }

    private static func search(_ grid: ParameterGrid) -> GridSearch {
        GridSearch(Pipeline(Powers(), LogisticRegression()), grid: grid, folds: StratifiedKFold(3))
    }

    @Test func expectationsListWhatIsValid() {
        #expect(
            Powers.parameters.map(\.expectation) == [
                "a list in brackets, each element a whole number from 1 to 9", "one of plain, absolute",
                "a list in brackets, each element one of plain, absolute",
                "a list in brackets, each element a number of at least 0, or none",
                "one of plain, absolute, or none",
                "a list in brackets, each element a list in brackets, each element a number",
                "a whole number of at least 1, or none",
            ])
    }

    @Test func gridsByKeyPathByNameAndFromTextAreOne() async throws {
        let typed = ParameterGrid().varying(\Powers.powers, over: [[1], [1, 2]])
            .varying(\Powers.form, over: [.plain, .absolute])
        let named = ParameterGrid().varying("powers.powers", over: [[1], [1, 2]])
            .varying("powers.form", over: ["plain", "absolute"])
        let pipeline = Pipeline(Powers(), LogisticRegression())
        let text = try ParameterGrid(
            text: ["powers.powers=[1],[1, 2]", "powers.form=plain,absolute"], over: pipeline,
            steps: .standard.adding(Powers.self))
        let data = try Self.data()
        let plans = try [typed, named, text].map { try Self.search($0).plan(data) }
        #expect(
            (0..<4).map { plans[0].parameters(of: $0).description } == [
                "powers.form=plain powers.powers=[1]", "powers.form=plain powers.powers=[1,2]",
                "powers.form=absolute powers.powers=[1]", "powers.form=absolute powers.powers=[1,2]",
            ])
        let keys = plans.map { plan in plan.outputs.map { plan.graph.key(of: $0) } }
        #expect(keys[0] == keys[1] && keys[0] == keys[2])
        // Fits of four transformers in three splits, none of which is another's.
        #expect(plans[0].countsByName["fit-powers"] == 12)
        let found = try await Self.search(typed).fit(data, on: ThreadedScheduler())
        #expect(found.candidates.allSatisfy { $0.failures.isEmpty })
        #expect(try found.json.contains("\"powers.powers\" : [\n"))
    }

    @Test func optionalsNestedListsAndListsOfWords() throws {
        let grid = ParameterGrid().varying(\Powers.shares, over: [nil, [], [0.5]])
            .varying(\Powers.forms, over: [[], [.plain, .absolute]])
            .varying(\Powers.other, over: [nil, .absolute]).varying(\Powers.rows, over: [[[1, 2], [3]]])
        let plan = try Self.search(grid).plan(Self.data())
        #expect(plan.candidateCount == 12)
        #expect(
            plan.parameters(of: 11).description
                == "powers.forms=[plain,absolute] powers.other=absolute powers.rows=[[1.0,2.0],[3.0]] powers.shares=[0.5]"
        )
        let text = plan.pipeline(of: 11).description
        #expect(
            text
                == "powers(forms=[plain,absolute], shares=[0.5], other=absolute, rows=[[1.0,2.0],[3.0]]) | logistic-regression"
        )
        let parsed = try Pipeline(text: text, steps: .standard.adding(Powers.self))
        #expect(parsed.description == text)
    }

    @Test func modelsAreSavedAndRead() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "trellis-own-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let powers = Powers(
            powers: [1, 3], form: .absolute, forms: [.plain], shares: [], other: .plain, rows: [[], [1e-9]],
            limit: 4)
        let model = try Pipeline(powers, LogisticRegression()).fit(Self.data())
        let path = folder.appending(path: "own.model").path()
        try ModelFile.write(model, to: path)
        let read = try ModelFile.read(path, registry: .standard.adding(Powers.self))
        #expect(try #require(read.steps[0].estimator as? Powers) == powers)
    }

    /// As a worker of a cluster reads it.
    @Test(
        arguments: [
            .list([]), .map([:]), .list([.int(1), .int(2)]), .list([.string("a"), .double(1)]),
            .map(["a": 1]),
            .list([.map(["a": 1, "b": 2]), .map([:]), .list([.null, .bool(true)])]), .list([.null]), .null,
        ] as [ParameterValue])
    func valuesSurviveTheWire(_ value: ParameterValue) throws {
        var encoder = CanonicalEncoder()
        value.encode(into: &encoder)
        encoder.append("next")
        var decoder = CanonicalDecoder(encoder.bytes)
        #expect(try ParameterValue(from: &decoder) == value)
        #expect(try decoder.readString() == "next")
    }

    @Test func listsNestedTooDeeplyAreRefused() {
        var value = ParameterValue.list([])
        for _ in 0..<40 { value = .list([value]) }
        var encoder = CanonicalEncoder()
        value.encode(into: &encoder)
        var decoder = CanonicalDecoder(encoder.bytes)
        #expect(throws: WireError.self) { try ParameterValue(from: &decoder) }
    }

    /// A value that its parameter cannot store is refused rather than rounded, with the parameter and the value.
    @Test(
        arguments: [
            ("powers.limit", .double(2.5), "limit must be a whole number of at least 1, or none, but is 2.5"),
            (
                "powers.limit", .double(1e30),
                "limit must be a whole number of at least 1, or none, but is 1e+30"
            ),
            (
                "powers.limit", .double(.nan),
                "limit must be a whole number of at least 1, or none, but is nan"
            ),
            (
                "powers.limit", .double(-.infinity),
                "limit must be a whole number of at least 1, or none, but is -inf"
            ),
            ("powers.limit", .int(0), "limit must be a whole number of at least 1, or none, but is 0"),
            (
                "powers.powers", .int(1),
                "powers must be a list in brackets, each element a whole number from 1 to 9, but is 1"
            ),
            (
                "powers.powers", .list([.int(1), .double(2.5)]),
                "powers must be a list in brackets, each element a whole number from 1 to 9, but is [1,2.5]"
            ),
            (
                "powers.powers", .list([.int(10)]),
                "powers must be a list in brackets, each element a whole number from 1 to 9, but is [10]"
            ),
            (
                "powers.shares", .list([.double(.nan)]),
                "shares must be a list in brackets, each element a number of at least 0, or none, but is [nan]"
            ),
            ("powers.form", .string("square"), "form must be one of plain, absolute, but is square"),
            ("powers.form", .null, "form must be one of plain, absolute, but is none"),
            (
                "powers.forms", .list([.string("plain"), .string("square")]),
                "forms must be a list in brackets, each element one of plain, absolute, but is [plain,square]"
            ),
        ] as [(String, ParameterValue, String)])
    func lossyValuesAreRefused(_ name: String, _ value: ParameterValue, _ message: String) throws {
        let grid = ParameterGrid().varying(name, over: [value])
        let error = try #require(throws: LearningError.self) { try Self.search(grid).plan(Self.data()) }
        #expect("\(error)" == "powers: \(message)")
    }

    @Test func lossyValuesOfStandardStepsAreRefused() throws {
        func message(_ grid: ParameterGrid) -> String {
            do {
                _ = try GridSearch(Pipeline(PCA(), SVC()), grid: grid).plan(Self.data())
                return "valid"
            } catch {
                return "\(error)"
            }
        }
        let grid = ParameterGrid()
        #expect(
            message(grid.varying("svc.degree", over: [2.5]))
                == "svc: degree must be a whole number of at least 0, but is 2.5")
        #expect(
            message(grid.varying("svc.degree", over: [1e30]))
                == "svc: degree must be a whole number of at least 0, but is 1e+30")
        #expect(
            message(grid.varying(\SVC.c, over: [.nan]))
                == "svc: C must be a number greater than 0, but is nan")
        #expect(
            message(grid.varying("svc.C", over: [[1.0]]))
                == "svc: C must be a number greater than 0, but is [1.0]")
        #expect(message(grid.varying("pca.n_components", over: [2.5])).contains("but is 2.5"))
        #expect(message(grid.varying("pca.n_components", over: [1e30])).contains("but is 1e+30"))
        // A number without a fraction is a whole number.
        #expect(message(grid.varying("svc.degree", over: [2.0])) == "valid")
    }
}

/// The given powers of each column.
private struct Powers: Transformer, Equatable {
    enum Form: String, CaseIterable, ParameterConvertible { case plain, absolute }

    var powers = [1]
    var form = Form.plain
    var forms: [Form] = []
    var shares: [Double]?
    var other: Form?
    var rows: [[Double]] = []
    var limit: Int?

    static let kind = "powers"
    static let summary = "Returns powers of each column."
    static let parameters: [Parameter<Powers>] = [
        Parameter("powers", \.powers, "the powers", .between(1, 9)), Parameter("form", \.form, "the form"),
        Parameter("forms", \.forms, "words"), Parameter("shares", \.shares, "numbers or none", .atLeast(0)),
        Parameter("other", \.other, "a word or none"), Parameter("rows", \.rows, "lists of numbers"),
        Parameter("limit", \.limit, "a whole number or none", .atLeast(1)),
    ]

    func fit(checked x: Matrix, _ target: Target, in context: FitContext) -> Fitted {
        Fitted(featureCount: x.columns, powers: powers, isAbsolute: form == .absolute)
    }

    struct Fitted: FittedTransformer {
        let featureCount: Int
        let powers: [Int]
        let isAbsolute: Bool
        var outputCount: Int { featureCount * powers.count }

        func validate() throws { try require(!powers.isEmpty, "there are no powers") }

        func transform(_ x: Matrix) -> Matrix {
            Matrix(
                (0..<x.rows).map { row in
                    powers.flatMap { power in
                        x[row: row].map { value in
                            (0..<power).reduce(1) { product, _ in product * (isAbsolute ? abs(value) : value)
                            }
                        }
                    }
                })
        }
    }
}
