import Scaling
import Testing

/// Workloads small enough to reckon by hand; all figures are sums of powers of two, so the sums are exact.
@Suite("Simulation: by hand")
struct SimulationTests {
    /// A scheduler that takes 1/4 s a task, a latency of 1/8 s, and 1024 bytes a second.
    private func machines(_ workers: Int) -> Machines {
        Machines(workers: workers, schedulerSeconds: 0.25, latency: 0.125, bandwidth: 1024)
    }

    @Test("does nothing in no time")
    func nothing() {
        let run = Workload().simulated(on: machines(3))
        #expect(run.makespan == 0)
        #expect(run.efficiency == 1)
        #expect(run.jobs == 0)
    }

    @Test("computes the cost of a single job")
    func oneJob() {
        var workload = Workload()
        workload.add(Job(seconds: 2, payloadBytes: 512, schedulerTasks: 3))
        let run = workload.simulated(on: machines(2))
        // Assignment 1/8, latency 1/8, payload at half its bytes per second 1/2, the job 2, latency 1/8, report 5/8.
        #expect(run.makespan == 3.5)
        #expect(run.schedulerSeconds == 0.75)
        #expect(run.bytesMoved == 512)
        #expect(run.efficiency == 2.0 / 7)
    }

    @Test("keeps a chain on the worker that has its data")
    func chain() {
        var workload = Workload()
        var last = workload.add(Job(seconds: 1), resultBytes: [4096])
        for _ in 0..<3 { last = workload.add(Job(seconds: 1, inputs: last), resultBytes: [4096]) }
        let run = workload.simulated(on: machines(4))
        #expect(run.bytesMoved == 0)
        #expect(run.makespan == 4 * 1.5)
        #expect(workload.criticalPath == 4)
    }

    @Test("moves a result once to each worker that needs it")
    func fan() {
        var workload = Workload()
        let prefix = workload.add(Job(seconds: 1), resultBytes: [1024])
        for _ in 0..<12 { workload.add(Job(seconds: 4, inputs: prefix)) }
        for (workers, copies) in [(1, 0), (2, 1), (3, 2), (12, 11), (40, 11)] {
            #expect(workload.simulated(on: machines(workers)).bytesMoved == 1024 * copies)
        }
    }

    @Test("sends a result on from those that received it")
    func relays() {
        var workload = Workload()
        let prefix = workload.add(Job(seconds: 1), resultBytes: [1 << 20])
        for _ in 0..<8 { workload.add(Job(seconds: 0, inputs: prefix)) }
        let free = Machines(workers: 8, schedulerSeconds: 0, latency: 0, bandwidth: 1_048_576)
        // One has it, then two, four and eight: three seconds, where one sender would take seven.
        #expect(workload.simulated(on: free).makespan == 4)
    }

    @Test("lets a worker take the jobs whose data it has before others")
    func nearness() {
        var workload = Workload()
        let prefixes = (0..<2).map { _ in workload.add(Job(seconds: 1), resultBytes: [1024])[0] }
        // Urgency alone would mix them.
        for index in 0..<21 { workload.add(Job(seconds: 1, inputs: [prefixes[index % 3 == 0 ? 0 : 1]])) }
        // Who has no more of its own takes one from the other, and then has the data of both.
        #expect(workload.simulated(on: machines(2)).bytesMoved == 1024)
    }

    @Test("takes a job to the worker that has the largest of what it reads")
    func home() {
        var workload = Workload()
        let large = workload.add(Job(seconds: 1), resultBytes: [1024])
        let small = workload.add(Job(seconds: 2), resultBytes: [512])
        workload.add(Job(seconds: 1, inputs: small + large))
        #expect(workload.simulated(on: machines(4)).bytesMoved == 512)
    }

    @Test("adds up what fetching takes")
    func fetching() {
        var workload = Workload()
        let prefix = workload.add(Job(seconds: 1), resultBytes: [1024])
        for _ in 0..<2 { workload.add(Job(seconds: 4, inputs: prefix)) }
        // Handed out 1/8, there 1/4, done 5/4, heard of 11/8, dealt with 3/2; one reader handed out 13/8, the other
        // 7/4, there 15/8, has the bytes 23/8 and a latency later 3, done 7, heard of 57/8, dealt with 29/4.
        #expect(workload.simulated(on: machines(2)).makespan == 7.25)
    }

    @Test("is as slow as its scheduler where jobs are short")
    func saturation() {
        var workload = Workload()
        for _ in 0..<1000 { workload.add(Job(seconds: 1)) }
        let run = workload.simulated(on: machines(1000))
        #expect(run.schedulerSeconds == 250)
        // There is no waiting before the first assignment and after the last report.
        #expect(run.makespan == 250)
        #expect(run.efficiency == 1.0 / 250)
    }

    @Test("runs the most urgent jobs first")
    func urgency() {
        // Four long jobs after twelve short ones: on two workers the last long one runs alone.
        var late = Workload()
        var early = Workload()
        for index in 0..<15 {
            late.add(Job(seconds: index < 12 ? 1 : 8))
            early.add(Job(seconds: index < 3 ? 8 : 1))
        }
        let ideal = Machines.ideal(2)
        #expect(late.simulated(on: ideal).makespan == 22)
        #expect(early.simulated(on: ideal).makespan == 18)
    }
}
