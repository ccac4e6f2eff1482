import Synchronization
import Trellis

/// One search by a strategy, as `compare_adaptive.py` runs it.
///
/// Prints one line of JSON: for each trial, or each proposal of several, the number of trials so far, the seconds since the
/// start and the best score so far; the seconds of the whole search without a refit; the best parameters, and their score on
/// all rows.
struct AdaptiveRun {
    private let search: AdaptiveSearch
    private let data: Dataset

    /// Reads the arguments: the data, the target, the pipeline, the method, the seed, and the parameters in the form of the
    /// command line.
    init(_ arguments: [String]) throws {
        guard arguments.count > 4, let seed = UInt64(arguments[4]) else {
            fatalExit(
                "usage: TrellisBenchmark adaptive DATA TARGET PIPELINE METHOD SEED STEP.PARAMETER=VALUES...")
        }
        func text(_ index: Int, _ name: String) -> PlacedText {
            PlacedText(text: arguments[index], place: TextPlace(name))
        }
        let pipeline = try StepParser.pipeline(text(2, "PIPELINE"), registry: .standard)
        let grid = try ParameterGrid(
            arguments.dropFirst(5).map { try GridAxis(flag: $0) }, over: pipeline, registry: .standard)
        guard let method = try SearchMethod(text(3, "METHOD")) else {
            fatalExit("METHOD must be a strategy, such as tpe:40")
        }
        search = AdaptiveSearch(pipeline, over: grid, by: method, seed: seed)
        data = try Table(csv: arguments[0]).dataset(target: arguments[1], problem: pipeline.problem)
    }

    func run() async throws {
        let scheduler = ThreadedScheduler()
        let curve = Mutex<[String]>([])
        let start = ContinuousClock.now
        let scored = try await search.score(data, on: scheduler) { event in
            guard case .evaluated(let progress) = event else { return }
            let seconds = (ContinuousClock.now - start).seconds
            curve.withLock { $0.append("[\(progress.evaluated),\(seconds),\(progress.bestScore ?? -1e300)]") }
        }
        let seconds = (ContinuousClock.now - start).seconds
        let best = try scored.best
        let whole = try await crossValidate(best.pipeline, data, on: scheduler)
        print(
            "{\"curve\":[\(curve.withLock { $0.joined(separator: ",") })],\"seconds\":\(seconds),"
                + "\"params\":\"\(best.parameters)\",\"score\":\(whole.score)}")
    }
}
