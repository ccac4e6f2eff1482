import Scaling
import Trellis

/// How long a search is likely to take on one core, on threads and on a cluster, by estimates alone.
struct Forecast {
    /// For how many workers there are forecasts.
    static let workerCounts = 1...10_000

    private let workers: Int
    private let pieceCount: Int
    private let core: SimulatedRun
    private let threads: SimulatedRun
    private let cluster: SimulatedRun
    private let usefulWorkers: Int

    /// Simulates the search; nothing of it is run.
    init(_ plan: SearchPlan, workers: Int) {
        let study = ScalingStudy(
            plan.graph, outputs: plan.outputs, estimates: TaskCosts(of: plan.graph))
        self.workers = workers
        pieceCount = study.pieces(workers: workers).pieces.count
        core = study.onThreads(1)
        threads = study.onThreads(workers)
        cluster = study.onCluster(.dask(workers: workers))
        usefulWorkers = study.usefulWorkers(limit: Self.workerCounts.upperBound)
    }

    /// A table, and how many workers are worth it.
    var text: String {
        var table = TextTable([
            ("where", .left), ("tasks", .right), ("pieces", .right), ("seconds", .right),
            ("efficiency", .right),
        ])
        func add(_ place: String, _ run: SimulatedRun, pieces: String) {
            table.add([
                place, "\(core.jobs)", pieces, Numerals.seconds(run.makespan),
                Numerals.percent(run.efficiency),
            ])
        }
        add("one core", core, pieces: "")
        add(Numerals.count(workers, "local thread"), threads, pieces: "")
        add("Dask cluster of \(Numerals.count(workers, "worker"))", cluster, pieces: "\(pieceCount)")
        return """
            forecast from estimates: nothing was run

            \(table.text)

            \(verdict)
            """
    }

    private var verdict: String {
        switch usefulWorkers {
        case 0: "too small for a cluster: even one worker would wait for more than half of its time"
        case Self.workerCounts.upperBound:
            "\(usefulWorkers) workers of a cluster, and maybe more, would work for half of their time at least"
        default:
            "with more than about \(Numerals.count(usefulWorkers, "worker")) a cluster would wait for more than "
                + "half of the time"
        }
    }
}
