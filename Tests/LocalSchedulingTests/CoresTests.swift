import LocalScheduling
import Machine
import TaskGraph
import TestOperations
import Testing

/// The cores that a scheduler gives to a task: all for a task that runs alone, one for each of several.
@Suite("The cores of a task")
struct CoresTests {
    /// The local schedulers, with three cores on any machine.
    private func schedulers() -> [(scheduler: any Scheduler, cores: Cores)] {
        let (serial, threaded) = (SerialScheduler(cores: 3), ThreadedScheduler(workers: 3))
        threaded.cores.setLimit(3)
        return [(serial, serial.cores), (threaded, threaded.cores)]
    }

    @Test("are those of the scheduler for a task that runs alone")
    func alone() async throws {
        for (scheduler, cores) in schedulers() {
            var graph = TaskGraph()
            let first = graph.insert(
                Compute("first") { _, context in [context.cores, Cores.current === cores ? 1 : 0] },
                inputs: [])
            let second = graph.insert(
                Compute("second") { inputs, context in try inputs.value(0, as: [Int].self) + [context.cores]
                },
                inputs: [first])
            let run = try await scheduler.run(graph, outputs: [second])
            #expect(try run.value(of: second, as: [Int].self) == [3, 1, 3], "\(scheduler.name)")
        }
    }

    /// The first task to start waits for the second, and outlasts it.
    @Test("are one for each of two tasks, and all when one of them has ended")
    func two() async throws {
        let scheduler = ThreadedScheduler(workers: 2)
        scheduler.cores.setLimit(3)
        let started = Counter()
        let measured = Counter()
        var graph = TaskGraph()
        let tasks = (0..<2).map { number in
            graph.insert(
                Compute("share", number) { _, context in
                    let isFirst = started.increment() == 1
                    while started.value < 2 { pause() }
                    let together = context.cores
                    measured.increment()
                    while measured.value < 2 { pause() }
                    guard isFirst else { return [together] }
                    // The other task has ended soon; the bound only ends a test that fails.
                    for _ in 0..<10_000 where context.cores != 3 { rest() }
                    return [together, context.cores]
                }, inputs: [])
        }
        let run = try await scheduler.run(graph, outputs: tasks)
        let seen = try tasks.flatMap { try run.value(of: $0, as: [Int].self) }
        #expect(seen.sorted() == [1, 1, 3])
    }

    @Test("are shared by concurrent runs of one scheduler, and not by those of two")
    func runs() async throws {
        for (scheduler, _) in schedulers() {
            let (started, end) = (Gate(), Gate())
            var holding = TaskGraph()
            let holder = holding.insert(
                Compute("hold") { _, _ in
                    started.open()
                    end.pass()
                    return 0
                }, inputs: [])
            async let held = scheduler.run(holding, outputs: [holder])
            await started.pass()
            var graph = TaskGraph()
            let task = graph.insert(Compute { _, context in context.cores }, inputs: [])
            #expect(try await scheduler.run(graph, outputs: [task]).value(of: task, as: Int.self) == 1)
            let other = SerialScheduler(cores: 2)
            #expect(try await other.run(graph, outputs: [task]).value(of: task, as: Int.self) == 2)
            end.open()
            _ = try await held
            #expect(try await scheduler.run(graph, outputs: [task]).value(of: task, as: Int.self) == 3)
        }
    }

    @Test("are all used by large work while a task runs alone, and also by work inside of it")
    func spreading() {
        let cores = Cores(limit: 3)
        let large = 5_000_000
        cores.bound {
            #expect(Cores.map(100, operations: large) { $0 * $0 } == (0..<100).map { $0 * $0 })
            #expect(cores.spreadCount == 1)
            #expect(Cores.map(100, operations: 4_000_000) { $0 } == Array(0..<100))
            #expect(
                Cores.map(1, operations: large) { $0 } == [0] && Cores.map(0, operations: large) { $0 } == [])
            #expect(cores.spreadCount == 1)

            let inner = Cores.map(8, operations: large) { _ in
                rest()  // so that other threads take part
                return (Cores.current === cores, Cores.map(5, operations: large) { $0 })
            }
            #expect(inner.allSatisfy { $0.0 && $0.1 == Array(0..<5) })
            #expect(cores.spreadCount == 10)

            cores.occupied {
                #expect(cores.available == 3)
                cores.occupied {
                    #expect(cores.available == 1)
                    #expect(Cores.map(9, operations: large) { $0 } == Array(0..<9))
                }
                #expect(cores.available == 3)
            }
            #expect(cores.spreadCount == 10)
        }
        #expect(Cores.current !== cores)
    }

    @Test("are free again after a task that throws")
    func failures() {
        let cores = Cores(limit: 2)
        for number in 0..<3 {
            #expect(throws: Refusal.self) { try cores.occupied { throw Refusal(number: number) } }
        }
        cores.occupied { #expect(cores.available == 2) }
    }

    @Test("are at most one for each thread, and at least one")
    func limits() async {
        #expect(Cores(limit: 0).available == 1)
        let cores = Cores(limit: 4)
        cores.setLimit(-1)
        #expect(cores.available == 1)
        #expect(SerialScheduler().cores.available == MachineResources.cores)
        #expect(ThreadedScheduler().cores.available == MachineResources.cores)
        #expect(ThreadedScheduler(workers: 1).cores.available == 1)
        #expect(TaskContext().cores == 1 && TaskContext(cores: 4).cores == 4)
        await #expect(processExitsWith: .failure) { _ = SerialScheduler(cores: 0) }
    }
}
