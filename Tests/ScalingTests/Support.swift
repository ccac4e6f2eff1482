import Scaling
import TestOperations

/// Jobs to build workloads of, all durations multiplied by the same factor.
struct JobList {
    var jobs: [(seconds: Double, inputs: [Int], payload: Int, tasks: Int)] = []
    /// One result a job.
    var bytes: [Int] = []

    /// A random graph: near or far inputs, short or long jobs, small or large results.
    init(seed: Int) {
        var generator = SplitMix64(state: UInt64(seed))
        let count = Int.random(in: 1...150, using: &generator)
        let reach = Int.random(in: 1...count, using: &generator)
        let longest = [0.001, 0.05, 0.5][seed % 3]
        let largest = [100, 100_000, 50_000_000][seed / 3 % 3]
        for index in 0..<count {
            let inputs = (0..<(index == 0 ? 0 : Int.random(in: 0...3, using: &generator))).map { _ in
                Int.random(in: max(0, index - reach)..<index, using: &generator)
            }
            jobs.append(
                (
                    Double.random(in: 0...longest, using: &generator), Set(inputs).sorted(),
                    Int.random(in: 0..<4, using: &generator) == 0 ? 100_000 : 0,
                    Int.random(in: 1...3, using: &generator)
                ))
            bytes.append(Int.random(in: 0...largest, using: &generator))
        }
    }

    /// The workload, everything taking `factor` times as long.
    func workload(factor: Double = 1) -> Workload {
        var workload = Workload()
        var results: [ResultID] = []
        for (job, bytes) in zip(jobs, bytes) {
            results += workload.add(
                Job(
                    seconds: factor * job.seconds, inputs: job.inputs.map { results[$0] },
                    payloadBytes: job.payload, schedulerTasks: job.tasks), resultBytes: [bytes])
        }
        return workload
    }
}

extension Machines {
    /// Workers on a fictitious network.
    static func network(_ workers: Int) -> Machines {
        Machines(workers: workers, schedulerSeconds: 1e-3, latency: 1.5e-3, bandwidth: 8e8)
    }

    /// Workers that cost nothing but their time.
    static func ideal(_ workers: Int) -> Machines {
        Machines(workers: workers, schedulerSeconds: 0, latency: 0, bandwidth: .infinity)
    }
}
