import Trellis

/// The search of 36 pipelines over the digits, from the plan to the fitted best; `peers/digits.py` runs the same grid.
///
/// Run from the project's root, where the data are.
struct DigitsBenchmark: Benchmark {
    let name = "digits"

    private let search = GridSearch(
        Pipeline(StandardScaler(), PCA(), SVC()),
        grid: ParameterGrid()
            .varying(\PCA.nComponents, over: [16, 32, 48])
            .varying(\SVC.c, over: [0.1, 1, 10, 100])
            .varying(\SVC.gamma, over: [0.001, 0.01, 0.1]))

    func run() async throws {
        let digits = try Table(csv: "datasets/digits.csv").supervised(target: "digit")
        try await measure("trellis serial", digits, on: SerialScheduler())
        try await measure("trellis threads", digits, on: ThreadedScheduler())
    }

    private func measure(_ run: String, _ digits: Supervised, on scheduler: any Scheduler) async throws {
        var found: SearchResults?
        let seconds = try await seconds { found = try await search.fit(digits, on: scheduler) }
        guard let found else { return }
        let scores = found.candidates.map { "\"\($0.parameters)\":\($0.score)" }.joined(separator: ",")
        report(
            name,
            [
                "run": "\"\(run)\"", "workers": "\(scheduler.workers)", "seconds": decimals(seconds),
                "tasks": "\(found.tasks.run)", "tasksNaive": "\(found.tasks.naive)",
                "best": "\"\(found.best.parameters)\"", "score": "\(found.best.score)",
                "scores": "{\(scores)}",
            ])
    }
}
