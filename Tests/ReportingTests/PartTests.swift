import Testing
import Trellis

@testable import Reporting

@Suite struct PartTests {
    @Test func numbersAreInOrderAndOnTheAxisOfTheirSpacing() async throws {
        let results = try await Samples.search(Samples.data())
        let c = VariedParameter("logistic-regression.C", results.candidates)
        #expect(
            c.values == ["0.01", "1.0", "100.0"] && c.numbers == [0.01, 1, 100] && c.scale == .logarithmic)
        #expect(c.levels == [0, 0, 0, 1, 1, 1, 2, 2, 2])
        let components = VariedParameter("pca.n_components", results.candidates)
        #expect(components.numbers == [1, 2, 3] && components.scale == .linear)
        let missing = VariedParameter("pca.whiten", results.candidates)
        #expect(missing.values.isEmpty && missing.levels.allSatisfy { $0 == nil })
    }

    @Test func bestAndMeanAreThoseOfEachValue() async throws {
        let found = ComparableCandidates(try await Samples.search(Samples.data()))
        let parameter = try #require(found.parameters.first { $0.name == "pca.n_components" })
        let other = try #require(found.parameters.first { $0.name != "pca.n_components" })
        for (level, best) in found.best(by: parameter).enumerated() {
            let own = zip(found.scores, parameter.levels).filter { $0.1 == level }.map(\.0)
            #expect(best?.score == own.max())
            #expect(found.means(by: parameter)[level] == own.reduce(0, +) / 3)
            #expect(found.best(by: parameter, other)[level].max() == own.max())
        }
    }

    @Test func linesAndStepsHaveTheHeightsOfTheirPoints() {
        let points: [SIMD2<Double>] = [[0, 0], [0, 0.5], [0.5, 0.75], [1, 1]]
        let lines = FoldCurves.onLines(points)
        #expect(lines[0] == 0.5 && lines[25] == 0.625 && lines[50] == 0.75 && lines[100] == 1)
        let steps = FoldCurves.onSteps([[0, 1], [0.5, 0.8], [0.5, 0.6], [1, 0.7]])
        #expect(steps[0] == 1 && steps[1] == 0.8 && steps[50] == 0.8 && steps[51] == 0.7 && steps[100] == 0.7)
    }

    @Test func areasAreThoseOfTheFolds() throws {
        let truth = [true, false, true, false, true, false, true, false]
        let scores = [0.9, 0.1, 0.8, 0.3, 0.2, 0.6, 0.7, 0.4]
        let folds = [0, 0, 0, 0, 1, 1, 1, 1]
        let curves = try ClassCurves(
            "yes", truth: truth, scores: scores, areProbabilities: true, folds: folds)
        #expect(curves.roc.folds.map(\.area) == [1, 0.5])
        #expect(curves.roc.area.mean == 0.75 && curves.roc.area.deviation == 0.25)
        #expect(curves.prevalence == 0.5)
        // A fold of one class has no curve.
        let single = try ClassCurves(
            "yes", truth: [true, true, false, true], scores: [1, 2, 3, 4], areProbabilities: false,
            folds: [0, 0, 1, 1])
        #expect(single.roc.folds.count == 1 && single.calibration.isEmpty)
    }

    @Test func efficiencyIsTheShareOfBusyTime() {
        let use = TaskUse([
            .init(worker: "a", start: 1, end: 3, kind: "fit", label: ""),
            .init(worker: "b", start: 1, end: 2, kind: "score", label: ""),
            .init(worker: "b", start: 2, end: .nan, kind: "score", label: ""),
        ])
        #expect(use.workers == 2 && use.duration == 2 && use.efficiency == 0.75 && use.idle == 1)
        #expect(use.kinds.map(\.name) == ["fit", "score"])
        #expect(TaskUse([]).efficiency == 0)
    }

    @Test func wordsAndLiteralsAreQuoted() {
        #expect(ShellWord.quoted("svc.C=0.1,1") == "svc.C=0.1,1")
        #expect(ShellWord.quoted("a | b") == "'a | b'")
        #expect(ShellWord.quoted("it's $HOME") == "'it'\\''s $HOME'")
        #expect(ShellWord.quoted("") == "''")
        #expect(SwiftLiteral.text("a\"\\\n\u{1}\\(x)") == "\"a\\\"\\\\\\n\\u{1}\\\\(x)\"")
    }
}
