import Scaling
import Trellis

/// The estimated run time of a search on one core, on threads and on a cluster.
struct Forecast {
    /// The supported numbers of workers.
    static let workerCounts = 1...10_000

    private let workers: Int
    private let pieceCount: Int
    private let core: SimulatedRun
    private let threads: SimulatedRun
    private let cluster: SimulatedRun
    private let usefulWorkers: Int

    /// Simulates the search without running it.
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

    /// A table of run times, and the number of workers that the search can use efficiently.
    var text: String {
        var table = TextTable([
            ("scheduler", .left), ("tasks", .right), ("pieces", .right), ("seconds", .right),
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
            forecast from estimates, without running the search

            \(table.text)

            \(verdict)
            """
    }

    private var verdict: String {
        switch usefulWorkers {
        case 0: "too small for a cluster: even one worker would be idle for more than half of the time"
        case Self.workerCounts.upperBound:
            "a cluster of \(usefulWorkers) workers, and possibly more, would be busy for at least half of the time"
        default:
            "with more than about \(Numerals.count(usefulWorkers, "worker")), a cluster would be idle for more than "
                + "half of the time"
        }
    }
}
