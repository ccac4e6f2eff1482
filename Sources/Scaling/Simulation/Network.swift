/// Who has which results, and which links are busy until when.
struct Network {
    private let latency: Double
    private let bandwidth: Double
    private let bytes: [Int]

    /// By result, who has it, and since when.
    private var holders: [[(worker: Int, since: Double)]]
    private var held: Set<Holding> = []

    /// By worker, until when it sends, and until when it receives.
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

    /// The workers that have a result, the first to have it first.
    func workers(with result: Int) -> some Sequence<Int> { holders[result].lazy.map(\.worker) }

    /// A worker has a result.
    mutating func add(_ result: Int, to worker: Int, since time: Double) {
        guard held.insert(Holding(result: result, worker: worker)).inserted else { return }
        holders[result].append((worker, time))
    }

    /// A worker gets a result, from `time` on at the earliest; gives when it has it.
    mutating func fetch(_ result: Int, to worker: Int, from time: Double) -> Double {
        let earliest = max(time, receivingUntil[worker])
        var best: (worker: Int, start: Double)?
        for (holder, since) in holders[result] {
            let start = max(earliest, since, sendingUntil[holder])
            if best.map({ start < $0.start }) ?? true { best = (holder, start) }
            if start == earliest { break }
        }
        guard let best else { preconditionFailure("a result is fetched before there is one") }
        let sent = best.start + Double(bytes[result]) / bandwidth
        sendingUntil[best.worker] = sent
        let end = sent + latency
        receivingUntil[worker] = end
        add(result, to: worker, since: end)
        return end
    }
}
