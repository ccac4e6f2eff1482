import Testing
import Trellis

@testable import ModelSelection
@testable import Reporting

/// A search of 10,000 candidates and 1,000,000 tasks has a page that says what it summarises.
@Suite struct LargeReportTests {
    private static let candidateCount = 10_000
    private static let taskCount = 1_000_000

    /// Candidates of a grid of three parameters, whose scores differ.
    private static func results() -> ScoredCandidates {
        let pipeline = Pipeline(StandardScaler(), PCA(), LogisticRegression())
        let candidates = (0..<candidateCount).map { index in
            let splits = (0..<5).map { split in
                0.5 + Double((index * 7919 + split * 104_729) % 99_991) / 200_000
            }
            return CandidateResult(
                kept: index,
                parameters: ParameterAssignment(entries: [
                    .init(
                        name: "logistic-regression.C", value: .double(Double(index / 400 + 1)), isStep: false),
                    .init(
                        name: "logistic-regression.tol", value: .double(1e-6 * Double(index / 20 % 20 + 1)),
                        isStep: false),
                    .init(name: "pca.n_components", value: .int(index % 20 + 1), isStep: false),
                ]), pipeline: pipeline, scores: ["accuracy": SplitScores(splits)], error: nil,
                scorer: "accuracy")
        }
        return ScoredCandidates(
            kept: candidates, by: [.accuracy], splitCount: 5, isStopped: false, warnings: [])
    }

    private static func tasks() -> TaskRecord {
        let kinds = ["fit-pca", "fit-logistic-regression", "transform-pca", "predict", "score-accuracy"]
        let spans = (0..<taskCount).map { task in
            TaskSpan(
                worker: "worker \(task % 8)", start: Double(task / 8) * 1e-3,
                end: (Double(task / 8) + 0.9) * 1e-3,
                kind: kinds[task % 5], label: "")
        }
        return TaskRecord(spans: spans, criticalPath: Array(spans.prefix(5000)))
    }

    @Test func thePageIsSmallAndSaysWhatItSummarises() throws {
        var report = Report(title: "Large", results: Self.results(), pipeline: "pca | logistic-regression")
        report.tasks = Self.tasks()
        let start = ContinuousClock.now
        let html = try report.html
        let time = ContinuousClock.now - start
        #expect(html.utf8.count < 2_000_000, "\(html.utf8.count) bytes")
        #expect(html.contains("The best 1000 of 10000 candidates are shown; --results writes all."))
        #expect(html.contains("The 1000 candidates with the highest scores, of 10000."))
        #expect(html.contains("1,000,000 tasks, summarised: colours are the kinds that took the most time."))
        // A second or two; the tests of other suites run at the same time.
        #expect(time < .seconds(20), "\(time)")
    }
}
