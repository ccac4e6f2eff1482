import TestOperations
import Testing

@testable import LocalScheduling

@Suite("The decisions of an executor")
struct ExecutorStateTests {
    /// Threads and a watcher that follow the decisions, for jobs that compute, or wait for another job.
    private struct Simulation {
        struct Job {
            /// The number of steps that it computes.
            var steps: Int
            /// The job that must have ended before, if any.
            let waitsFor: Int?
        }

        var state: ExecutorState<Int>
        var jobs: [Job] = []
        var ended: Set<Int> = []
        /// The jobs that threads run.
        var running: [Int] = []
        /// The number of threads that were started, or signalled, and have not asked what to do.
        var awake = 0
        var mostThreads = 0

        init(workers: Int) { state = ExecutorState(workers: workers) }

        /// The number of threads that are not blocked.
        var computing: Int {
            awake + running.count { job in jobs[job].waitsFor.map { ended.contains($0) } ?? true }
        }

        var isOver: Bool { ended.count == jobs.count && running.isEmpty && awake == 0 && !state.isWatched }

        mutating func add(_ job: Job) {
            jobs.append(job)
            switch state.add(jobs.count - 1) {
            case .nothing, .watcher: break
            case .signal: wake(isLate: false)
            case .thread: awake += 1
            }
        }

        mutating func wake(isLate: Bool) {
            guard state.idle > 0 else { return }
            if !state.endWaiting(isLate: isLate) { awake += 1 }
        }

        /// A thread that is awake asks what to do.
        mutating func ask() {
            guard awake > 0 else { return }
            awake -= 1
            switch state.next() {
            case .run(let job): running.append(job)
            case .wait: state.beginWaiting()
            case .exit: break
            }
        }

        /// A job computes, and its thread asks what to do when the job ends.
        mutating func compute(at place: Int) {
            let job = running[place]
            if let other = jobs[job].waitsFor, !ended.contains(other) { return }
            jobs[job].steps -= 1
            guard jobs[job].steps <= 0 else { return }
            ended.insert(job)
            running.remove(at: place)
            awake += 1
        }

        mutating func watch() {
            guard state.isWatched else { return }
            if state.watch(computing: computing) == true { awake += 1 }
            mostThreads = max(mostThreads, state.threads)
        }
    }

    @Test("run every job, although some wait for later ones", arguments: 0..<300 as Range<UInt64>)
    func everyJob(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        let count = Int.random(in: 1...60, using: &generator)
        var simulation = Simulation(workers: Int.random(in: 1...4, using: &generator))
        let blocking = Double.random(in: 0...1, using: &generator)
        for step in 0..<200_000 {
            if simulation.isOver, simulation.jobs.count == count { break }
            #expect(step < 199_999, "the jobs end")
            switch Int.random(in: 0..<8, using: &generator) {
            case 0 where simulation.jobs.count < count:
                let number = simulation.jobs.count
                let isBlocking =
                    number < count - 1 && Double.random(in: 0..<1, using: &generator) < blocking
                simulation.add(
                    Simulation.Job(
                        steps: Int.random(in: 1...5, using: &generator),
                        waitsFor: isBlocking ? Int.random(in: number + 1..<count, using: &generator) : nil))
            case 1: simulation.watch()
            case 2: simulation.wake(isLate: Bool.random(using: &generator))
            case 3, 4: simulation.ask()
            default:
                guard let place = simulation.running.indices.randomElement(using: &generator) else {
                    continue
                }
                simulation.compute(at: place)
            }
            #expect(
                simulation.state.threads == simulation.running.count + simulation.awake
                    + simulation.state.idle)
        }
        #expect(simulation.ended.count == count)
        // Those that wait at the same time, and the workers.
        let waiting = simulation.jobs.count { $0.waitsFor != nil }
        #expect(simulation.mostThreads <= simulation.state.workers + waiting)
    }

    @Test("start no more threads than workers for jobs that compute")
    func computing() {
        var simulation = Simulation(workers: 3)
        for _ in 0..<100 { simulation.add(Simulation.Job(steps: 100, waitsFor: nil)) }
        for _ in 0..<20 { simulation.ask() }
        for _ in 0..<50 { simulation.watch() }
        #expect(simulation.state.threads == 3 && simulation.running.count == 3)
    }

    @Test("end threads that are too many once blocked ones go on")
    func excess() {
        var simulation = Simulation(workers: 2)
        for _ in 0..<10 { simulation.add(Simulation.Job(steps: 1, waitsFor: 10)) }
        simulation.add(Simulation.Job(steps: 1, waitsFor: nil))
        for _ in 0..<20 {
            simulation.watch()
            simulation.ask()
        }
        #expect(simulation.state.threads == 11)
        for _ in 0..<100 { simulation.add(Simulation.Job(steps: 1, waitsFor: nil)) }
        simulation.compute(at: simulation.running.count - 1)
        #expect(simulation.ended == [10])
        simulation.watch()
        #expect(simulation.state.excess == 9)
        simulation.ask()
        for _ in 0..<8 {
            simulation.compute(at: 0)
            simulation.ask()
        }
        #expect(simulation.state.threads == 2 && simulation.state.excess == 0)
        simulation.compute(at: 0)
        simulation.ask()
        #expect(simulation.running.count == 2)
    }

    @Test("give back the jobs that nothing would run if no thread can be started")
    func noThreads() {
        var state = ExecutorState<Int>(workers: 2)
        #expect(state.add(1) == .thread)
        #expect(state.add(2) == .thread)
        #expect(state.couldNotStart(.thread) == [])
        #expect(state.couldNotStart(.thread) == [1, 2])
        #expect(state.add(3) == .thread)
    }
}
