internal import TaskGraph

/// A discrete-event simulation of a run on a cluster.
///
/// # Policy
///
/// The simulation is a pure function without threads or clocks, and models Dask approximately:
///
/// - The *scheduler* is sequential. It assigns jobs while a worker is idle and a job is ready. Otherwise it reads the
///   next message about a finished job.
/// - A *worker* runs one job at a time. It receives the job one latency after its assignment, fetches missing inputs
///   one after another, computes, and sends a message to the scheduler, which takes another latency. Dask hides part
///   of the latency by assigning jobs in advance, so the simulation is slightly pessimistic.
/// - A *transfer* occupies the links of the sender and the receiver. A worker that received a result can send it to
///   others. The holder that can send first does.
/// - *Placement*: ready jobs are ordered by urgency, which is depth-first. If there are at least as many idle workers
///   as ready jobs, the most urgent job goes to an idle worker that holds its largest input, if there is one.
///   Otherwise, an idle worker takes the most urgent job whose largest input it holds, or else the most urgent job of
///   all.
///
/// # Glossary
///
/// - *home*: the largest input of a job, which preferably is not moved.
/// - *message*: a notification that a job has finished, in transit or waiting for the scheduler.
struct Simulation {
    private let workload: Workload
    private let machines: Machines

    /// The time at which the scheduler becomes free.
    private var now = 0.0
    private var schedulerSeconds = 0.0
    private var bytesMoved = 0
    private var messages = MinHeap<Message>()
    private var network: Network
    private var queue: ReadyQueue

    /// For each job, the number of inputs that are not available yet.
    private var missing: [Int]
    /// For each result, the jobs that read it.
    private var readers: [[Int]]
    /// For each job, its results.
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
            while let (job, worker) = queue.next(network) { assign(job, to: worker) }
            guard let message = messages.popFirst() else { break }
            receive(message)
        }
        return SimulatedRun(
            workers: machines.workers, jobs: workload.jobs.count, makespan: now,
            busySeconds: workload.seconds, schedulerSeconds: schedulerSeconds, bytesMoved: bytesMoved)
    }

    private mutating func assign(_ job: Int, to worker: Int) {
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

    /// A notification that a job has finished, ordered by time and then by job.
    private struct Message: Comparable {
        let time: Double
        let job: Int
        let worker: Int

        static func < (one: Message, other: Message) -> Bool { (one.time, one.job) < (other.time, other.job) }
    }
}

extension Workload {
    /// Simulates a run of the workload.
    ///
    /// The result is deterministic: it depends only on the arguments.
    ///
    /// - Complexity: About O(*n* log *n*) in the number of jobs and inputs; quadratic in the number of workers that
    ///   receive each result.
    package func simulated(on machines: Machines) -> SimulatedRun {
        var simulation = Simulation(self, on: machines)
        return simulation.run()
    }
}
