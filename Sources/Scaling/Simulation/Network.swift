/// The locations of results, and the times at which links become free.
struct Network {
    private let latency: Double
    private let bandwidth: Double
    private let bytes: [Int]

    /// For each result, the workers that hold it, and since when.
    private var holders: [[(worker: Int, since: Double)]]
    private var held: Set<Holding> = []

    /// For each worker, the times until which it sends and receives.
    private var sendingUntil: [Double]
    private var receivingUntil: [Double]

    private struct Holding: Hashable {
        let result: Int
        let worker: Int
    }

    init(_ workload: Workload, _ machines: Machines) {
        latency = machines.latency
        bandwidth = machines.bandwidth
        bytes = workload.results.map(\.bytes)
        holders = Array(repeating: [], count: bytes.count)
        sendingUntil = Array(repeating: 0, count: machines.workers)
        receivingUntil = sendingUntil
    }

    func has(_ result: Int, _ worker: Int) -> Bool { held.contains(Holding(result: result, worker: worker)) }

    /// The workers that hold a result, in the order in which they received it.
    func workers(with result: Int) -> some Sequence<Int> { holders[result].lazy.map(\.worker) }

    /// Records that a worker holds a result.
    mutating func add(_ result: Int, to worker: Int, since time: Double) {
        guard held.insert(Holding(result: result, worker: worker)).inserted else { return }
        holders[result].append((worker, time))
    }

    /// Transfers a result to a worker, starting at `time` or later; returns the time of arrival.
    mutating func fetch(_ result: Int, to worker: Int, from time: Double) -> Double {
        let earliest = max(time, receivingUntil[worker])
        var best: (worker: Int, start: Double)?
        for (holder, since) in holders[result] {
            let start = max(earliest, since, sendingUntil[holder])
            if best.map({ start < $0.start }) ?? true { best = (holder, start) }
            if start == earliest { break }
        }
        guard let best else { preconditionFailure("a result is fetched before it is computed") }
        let sent = best.start + Double(bytes[result]) / bandwidth
        sendingUntil[best.worker] = sent
        let end = sent + latency
        receivingUntil[worker] = end
        add(result, to: worker, since: end)
        return end
    }
}
