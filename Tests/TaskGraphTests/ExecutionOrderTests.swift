import Testing

@testable import TaskGraph

@Suite("The execution order")
struct ExecutionOrderTests {
    @Test("has exactly what the outputs need, inputs first, and knows where")
    func topological() {
        for seed in 0..<2_000 as Range<UInt64> {
            let (graph, outputs) = randomGraph(seed: seed)
            var needed = Set(outputs)
            for task in graph.tasks.reversed() where needed.contains(task) {
                needed.formUnion(graph.inputs(of: task))
            }

            #expect(graph.tasksNeeded(for: outputs) == needed.sorted(), "seed \(seed)")
            let order = ExecutionOrder(of: graph, outputs: outputs)
            #expect(order.tasks.count == needed.count && Set(order.tasks) == needed, "seed \(seed)")
            for task in graph.tasks {
                #expect(order.position(of: task)?.index == order.tasks.firstIndex(of: task), "seed \(seed)")
            }
            for (index, task) in order.tasks.enumerated() {
                let inputs = order.inputs.range(of: index).map { order.inputs.item(at: $0) }
                #expect(inputs.map { order.tasks[$0.index] } == Array(graph.inputs(of: task)), "seed \(seed)")
                #expect(inputs.allSatisfy { $0.index < index }, "seed \(seed)")
            }
        }
    }

    @Test("ends one branch before it begins the next, the first output first")
    func depthFirst() {
        var graph = TaskGraph()
        let a = graph.insert(Add(number: 1), inputs: [])
        let b = graph.insert(Add(number: 2), inputs: [])
        let overA = graph.insert(Add(number: 3), inputs: [a])
        let overB = graph.insert(Add(number: 4), inputs: [b])
        let sum = graph.insert(Add(number: 5), inputs: [overA, overB])
        #expect(ExecutionOrder(of: graph, outputs: [sum]).tasks == [a, overA, b, overB, sum])
        #expect(ExecutionOrder(of: graph, outputs: [overB, sum]).tasks == [b, overB, a, overA, sum])
    }

    @Test("computes the input that needs most room first", arguments: [2, 3, 9, 20])
    func demandingFirst(count: Int) {
        var graph = TaskGraph()
        let leaves = (0..<count).map { graph.insert(Add(number: $0), inputs: []) }
        let wide = graph.insert(Add(number: -1), inputs: leaves)
        let small = (0..<count - 1).map { graph.insert(Add(number: 100 + $0), inputs: []) }
        // The demanding input stands last, and is computed first; the others keep their order.
        let sum = graph.insert(Add(number: -2), inputs: small + [wide])
        #expect(ExecutionOrder(of: graph, outputs: [sum]).tasks == leaves + [wide] + small + [sum])
    }

    @Test("of no outputs is empty")
    func empty() {
        var graph = TaskGraph()
        _ = graph.insert(Add(), inputs: [])
        #expect(ExecutionOrder(of: graph, outputs: []).tasks.isEmpty)
        #expect(ExecutionOrder(of: TaskGraph(), outputs: []).tasks.isEmpty)
    }
}
