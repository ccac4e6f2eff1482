import Scaling
import TaskGraph
import TestOperations
import Testing

/// Graphs as workloads, and studies of them.
@Suite("Workloads of graphs")
struct WorkloadTests {
    /// A prefix that takes 0.2 s, and branches that read it and take 0.1 s each.
    private func search(branches: Int) -> (graph: TaskGraph, outputs: [TaskID], costs: TaskCosts) {
        var graph = TaskGraph()
        let prefix = graph.insert(TestOperation(.mix, 0), inputs: [])
        let outputs = (1...branches).map { graph.insert(TestOperation(.mix, $0), inputs: [prefix]) }
        var costs = TaskCosts(of: graph)
        for task in graph.tasks { costs[task].seconds = task == prefix ? 0.2 : 0.1 }
        costs[prefix].bytes = 1_000_000
        return (graph, outputs, costs)
    }

    @Test("have a job a piece, and all of the work")
    func pieces() {
        let (graph, outputs, costs) = search(branches: 20)
        let pieces = graph.fused(outputs: outputs, workers: 4, costs: costs)
        let workload = Workload(pieces, of: graph, outputs: outputs, costs: costs)
        #expect(workload.jobs.map(\.seconds) == [0.2] + Array(repeating: 0.1, count: 20))
        #expect(workload.jobs.allSatisfy { $0.schedulerTasks == 1 && $0.payloadBytes == 0 })
        #expect(workload.criticalPath == 0.2 + 0.1)
        let run = workload.simulated(on: .network(4))
        #expect(run.bytesMoved == 3_000_000)
    }

    @Test("count a scheduler task for each part of the results of a piece that is transferred separately")
    func parts() {
        // A piece of three small tasks; of two of them the results are read, and the caller wants one of these.
        var (graph, outputs, costs) = search(branches: 1)
        let first = outputs[0]
        let second = graph.insert(TestOperation(.mix, 100), inputs: [first])
        let readers = [first, second, second].enumerated().map { number, input in
            graph.insert(TestOperation(.mix, 200 + number), inputs: [input])
        }
        outputs = readers + [second]
        costs = TaskCosts(of: graph)
        for task in graph.tasks { costs[task].seconds = readers.contains(task) ? 1 : 0.01 }
        let pieces = graph.fused(outputs: outputs, workers: 2, costs: costs)
        let workload = Workload(pieces, of: graph, outputs: outputs, costs: costs)
        #expect(workload.jobs.map(\.inputs.count) == [0, 1, 1, 1])
        // The piece, what the first reader takes of it, and what the others take, which is what the caller wants.
        #expect(workload.jobs.map(\.schedulerTasks) == [3, 1, 1, 1])
    }

    @Test("have one job per task for threads, independent of the pieces")
    func threads() {
        let (graph, outputs, costs) = search(branches: 20)
        let study = ScalingStudy(graph, outputs: outputs, estimates: costs)
        let run = study.onThreads(1)
        #expect(run.jobs == 21)
        #expect(abs(run.makespan - (2.2 + 21 * 4e-7)) < 1e-9)
        #expect(study.onThreads(2).makespan < 1.3)
    }

    @Test("are cut by estimates and simulated with what was measured")
    func measured() {
        let (graph, outputs, costs) = search(branches: 20)
        var slow = costs
        for task in graph.tasks { slow[task].seconds *= 4 }
        let study = ScalingStudy(graph, outputs: outputs, estimates: costs, durations: slow)
        let run = study.onCluster(.network(2))
        #expect(abs(run.busySeconds - 8.8) < 1e-9)
        let estimated = ScalingStudy(graph, outputs: outputs, estimates: costs)
        #expect(run.jobs == estimated.onCluster(.network(2)).jobs)
    }

    @Test("find the number of useful workers", arguments: [1, 3, 10, 100, 1000])
    func usefulWorkers(branches: Int) {
        let (graph, outputs, costs) = search(branches: branches)
        let study = ScalingStudy(graph, outputs: outputs, estimates: costs)
        let useful = study.usefulWorkers(Machines.network)
        #expect(study.onCluster(.network(useful)).efficiency >= 0.5)
        // A sixteenth more may still be of use, by how the search goes; an eighth and one more are not.
        #expect(study.onCluster(.network(useful + useful / 8 + 1)).efficiency < 0.5)
        #expect(study.usefulWorkers(limit: 1, Machines.network) == 1)
    }

    @Test("do not take longer on more workers", arguments: [20, 1000, 20_000])
    func moreWorkers(branches: Int) {
        let (graph, outputs, costs) = search(branches: branches)
        let study = ScalingStudy(graph, outputs: outputs, estimates: costs)
        let makespans = [1, 2, 5, 10, 50, 100, 200, 500, 1000, 5000].map {
            study.onCluster(.network($0)).makespan
        }
        for (few, many) in zip(makespans, makespans.dropFirst()) { #expect(many <= 1.02 * few) }
    }

    @Test("say so where not even one worker is of use, and where all are")
    func extremes() {
        let (graph, outputs, _) = search(branches: 3)
        var costs = TaskCosts(of: graph)
        for task in graph.tasks { costs[task].seconds = 1e-6 }
        #expect(ScalingStudy(graph, outputs: outputs, estimates: costs).usefulWorkers() == 0)
        for task in graph.tasks { costs[task].seconds = 100 }
        #expect(ScalingStudy(graph, outputs: outputs, estimates: costs).usefulWorkers(limit: 3) == 3)
    }
}
