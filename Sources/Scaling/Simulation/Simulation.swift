import TaskGraph

/// # Policy
///
/// A discrete-event simulation: a pure function, without threads or clocks. It does roughly what Dask does:
///
/// - The *scheduler* does one thing at a time. It hands out jobs as long as a worker is idle and a job is ready;
///   else it reads the next message that a job has ended.
/// - A *worker* runs one job at a time. It gets the job a latency after the scheduler let go of it, fetches what
///   it lacks, one result after the other, computes, and tells the scheduler, which takes a latency again. Dask
///   hides part of that by handing out jobs ahead, so that this is a little too slow rather than too fast.
/// - *Fetching* keeps the receiver's link busy, and the sender's. Whoever received a result has it, and can
///   send it on; of those that have it the one that can send first does.
/// - *Placing*: jobs are ready in the order of their urgency, which is depth first. Where there are at least as
///   many idle workers as ready jobs the most urgent job goes to a worker that has the largest of its inputs,
///   if one is idle. Else it is the jobs that wait, and a worker takes the most urgent of those whose largest
///   input it has, or the most urgent of all.
///
/// # Glossary
///
/// - *home*: the largest input of a job, which it would rather not have moved.
/// - *message*: that a job has ended, under way or waiting for the scheduler.
struct Simulation {
    private let workload: Workload
    private let machines: Machines

    /// When the scheduler is done with what it does.
    private var now = 0.0
    private var schedulerSeconds = 0.0
    private var bytesMoved = 0
    private var messages = MinHeap<Message>()
    private var network: Network
    private var queue: ReadyQueue

    /// By job, how many results are missing that it reads.
    private var missing: [Int]
    /// By result, the jobs that read it.
    private var readers: [[Int]]
    /// By job, its results.
    private var resultsOfJob: [Range<Int>]

    init(_ workload: Workload, on machines: Machines) {
        self.workload = workload
        self.machines = machines
        missing = workload.jobs.map(\.inputs.count)
        readers = Array(repeating: [], count: workload.results.count)
        resultsOfJob = Array(repeating: 0..<0, count: workload.jobs.count)
        for (job, content) in workload.jobs.enumerated() {
            for input in content.inputs { readers[input.index].append(job) }
        }
        for (result, (producer, _)) in workload.results.enumerated() {
            let own = resultsOfJob[producer]
            resultsOfJob[producer] = (own.isEmpty ? result : own.lowerBound)..<result + 1
        }
        network = Network(workload, machines)
        queue = ReadyQueue(workload, workers: machines.workers)
    }

    mutating func run() -> SimulatedRun {
        for job in missing.indices where missing[job] == 0 { queue.insert(job) }
        while true {
            while let (job, worker) = queue.next(network) { handOut(job, to: worker) }
            guard let message = messages.popFirst() else { break }
            receive(message)
        }
        return SimulatedRun(
            workers: machines.workers, jobs: workload.jobs.count, makespan: now,
            busySeconds: workload.seconds, schedulerSeconds: schedulerSeconds, bytesMoved: bytesMoved)
    }

    private mutating func handOut(_ job: Int, to worker: Int) {
        let content = workload.jobs[job]
        spend(machines.schedulerSeconds / 2)
        var start = now + machines.latency
        if content.payloadBytes > 0 {
            start += Double(content.payloadBytes) / machines.bandwidth
            bytesMoved += content.payloadBytes
        }
        for input in content.inputs where !network.has(input.index, worker) {
            start = network.fetch(input.index, to: worker, from: start)
            queue.worker(worker, receives: input.index)
            bytesMoved += workload.results[input.index].bytes
        }
        messages.insert(Message(time: start + content.seconds + machines.latency, job: job, worker: worker))
    }

    private mutating func receive(_ message: Message) {
        now = max(now, message.time)
        let tasks = workload.jobs[message.job].schedulerTasks
        spend(machines.schedulerSeconds * (Double(tasks) - 0.5))
        for result in resultsOfJob[message.job] where !readers[result].isEmpty {
            network.add(result, to: message.worker, since: message.time - machines.latency)
            queue.worker(message.worker, receives: result)
            for reader in readers[result] {
                missing[reader] -= 1
                if missing[reader] == 0 { queue.insert(reader) }
            }
        }
        queue.release(message.worker)
    }

    private mutating func spend(_ seconds: Double) {
        now += seconds
        schedulerSeconds += seconds
    }

    /// That a job has ended; the earlier comes first, and of two at once the more urgent job's.
    private struct Message: Comparable {
        let time: Double
        let job: Int
        let worker: Int

        static func < (one: Message, other: Message) -> Bool { (one.time, one.job) < (other.time, other.job) }
    }
}

extension Workload {
    /// Simulates a run.
    ///
    /// The same for the same arguments, on every machine. About O(n log n) in the jobs and what they read, and
    /// for each result quadratic in the workers that it goes to.
    public func simulated(on machines: Machines) -> SimulatedRun {
        var simulation = Simulation(self, on: machines)
        return simulation.run()
    }
}
