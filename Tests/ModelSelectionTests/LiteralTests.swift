import Testing
import Trellis

/// Searches written with the shortest values that Swift can infer.
@Suite struct LiteralTests {
    private static var data: Dataset {
        get throws {
            try Dataset(
                features: Matrix(rows: 40, columns: 4, values: (0..<160).map(value(at:))),
                target: .labels(Labels((0..<40).map { $0 % 3 == 0 ? "a" : "b" })))
        }
    }

    private static func value(at index: Int) -> Double { Double((index * 37 + index / 5 * 11) % 41) / 41 }

    private func names(_ grid: ParameterGrid) throws -> [String] {
        let search = GridSearch(Pipeline([PCA(), SVC()]), grid: grid)
        let plan = try search.plan(Self.data)
        return (0..<plan.candidateCount).map { "\(plan.pipeline(of: $0))" }
    }

    @Test func numbersInVariablesVaryAParameterOfItsOwnType() throws {
        let (sizes, gammas, widths) = ([1, 3], [0.5, 2], [0.5, 1.5])
        #expect(
            try names(ParameterGrid().varying(\PCA.nComponents, over: sizes))
                == names(ParameterGrid().varying(\PCA.nComponents, over: [.count(1), .count(3)])))
        #expect(
            try names(ParameterGrid().varying(\SVC.gamma, over: gammas))
                == names(ParameterGrid().varying(\SVC.gamma, over: [.value(0.5), .value(2)])))
        #expect(
            try names(ParameterGrid().varying("svc.C", over: widths))
                == names(ParameterGrid().varying(\SVC.c, over: widths)))
        #expect(
            try names(ParameterGrid().varying("svc.kernel", over: ["rbf", "linear"]))
                == names(ParameterGrid().varying(\SVC.kernel, over: [.rbf, .linear])))
        #expect(throws: (any Error).self) {
            try names(ParameterGrid().varying(\PCA.nComponents, over: [0, -1].map { $0 }))
        }
    }

    @Test func aNumberOfFoldsIsStratifiedForClasses() throws {
        let counted = try GridSearch(Pipeline(SVC()), folds: 4).plan(Self.data)
        let stratified = try GridSearch(Pipeline(SVC()), folds: StratifiedKFold(4)).plan(Self.data)
        #expect(counted.splitCount == 4 && counted.graph.count == stratified.graph.count)
        #expect(try Folds(4).splits(of: Self.data.target) == StratifiedKFold(4).splits(of: Self.data.target))
        let numbers = Target.values((0..<40).map(Double.init))
        #expect(try Folds(4).splits(of: numbers) == KFold(4).splits(of: numbers))
        #expect(throws: (any Error).self) { try GridSearch(Pipeline(SVC()), folds: 1).plan(Self.data) }
    }

    @Test func scorersAreNamedByLiterals() throws {
        let search = GridSearch(Pipeline(SVC()), folds: 3, scoring: ["accuracy", "f1_macro"])
        #expect(search.scoring == [.accuracy, .f1Macro])
        #expect(try search.plan(Self.data).scorers.count == 2)
        #expect(throws: LearningError.unknownScorer(name: "f1_makro", known: Scorer.all.map(\.name))) {
            try GridSearch(Pipeline(SVC()), scoring: ["f1_makro"]).plan(Self.data)
        }
    }

    /// Has parameters of every type that Swift has a literal for.
    private struct Flexible: Transformer {
        static let kind = "flexible"
        static let summary = "Keeps the columns."
        static let parameters: [Parameter<Flexible>] = [
            Parameter("mode", \.mode, "a word", .any),
            Parameter("limit", \.limit, "a number, or none", .between(0, 1)),
        ]
        var mode = "plain"
        var limit: Double?

        func fit(checked x: Matrix, _ target: Target, in context: FitContext) throws -> FittedPassthrough {
            try Passthrough().fit(x, to: target, in: context)
        }
    }

    @Test func parametersMayBeWordsAndOptionalNumbers() throws {
        var step = try Flexible().setting("mode", to: .string("other")).setting("limit", to: .double(0.25))
        #expect(step.mode == "other" && step.limit == 0.25)
        step = try step.setting("limit", to: .null)
        #expect(step.limit == nil)
        #expect(throws: (any Error).self) { try step.setting("limit", to: .string("x")) }
        #expect(throws: (any Error).self) { try step.setting("mode", to: .int(1)) }
        #expect(throws: (any Error).self) { try step.setting("limit", to: .double(1.5)).validate() }
        let search = GridSearch(
            Pipeline(Flexible(), SVC()), grid: ParameterGrid().varying(\Flexible.limit, over: [nil, 0.5]))
        #expect(try search.plan(Self.data).candidateCount == 2)
    }
}
