import Testing

@testable import TaskGraph

@Suite("A task graph")
struct TaskGraphTests {
    @Test("has one task for what is the same computation")
    func merging() {
        var graph = TaskGraph()
        let one = graph.insert(Add(number: 1), inputs: [])
        let two = graph.insert(Add(number: 2), inputs: [])
        let add = graph.register(Add())
        let sum = graph.insert(add, inputs: one, two)
        #expect(graph.insert(Add(number: 1), inputs: []) == one)
        #expect(graph.insert(add, inputs: [one, two]) == sum)
        #expect(graph.insert(add, inputs: two, one) != sum)
        #expect(graph.count == 4)
        #expect(graph.countsByName == ["add": 4])
        #expect(graph.task(withKey: graph.key(of: sum)) == sum)
        #expect(graph.task(withKey: TaskKey(high: 0, low: 0)) == nil)
    }

    @Test("gives the same task for the same inputs, however they are passed")
    func variants() {
        var graph = TaskGraph()
        let add = graph.register(Add())
        let leaf = (1...4).map { graph.insert(Add(number: $0), inputs: []) }
        #expect(graph.insert(add) == graph.insert(add, inputs: []))
        #expect(graph.insert(add, inputs: leaf[0]) == graph.insert(add, inputs: [leaf[0]]))
        #expect(graph.insert(add, inputs: leaf[0], leaf[1]) == graph.insert(add, inputs: [leaf[0], leaf[1]]))
        #expect(
            graph.insert(add, inputs: leaf[0], leaf[1], leaf[2])
                == graph.insert(add, inputs: Array(leaf[..<3])))
        let all = graph.insert(add, inputs: leaf)
        #expect(Array(graph.inputs(of: all)) == leaf)
        #expect(graph.count == 9)
    }

    @Test("distinguishes operations by name, version and parameters")
    func operations() {
        var graph = TaskGraph()
        let operations = [Add(), Add(name: "sum"), Add(version: 2), Add(number: 1)].map { graph.register($0) }
        #expect(Set(operations).count == 4)
        #expect(graph.register(Add(version: 2)) == operations[2])
        let task = graph.insert(operations[1])
        #expect(graph.name(of: task) == "sum")
        #expect(graph.operationID(of: task) == operations[1])
        #expect((graph.operation(of: task) as? Add)?.name == "sum")
        #expect(graph.countsByName == ["sum": 1])
    }

    @Test("keeps tasks with different salts apart, and merges those with the same")
    func salts() {
        var graph = TaskGraph()
        let add = graph.register(Add())
        let plain = graph.insert(add)
        let salted = graph.insert(add, salt: 0)
        #expect(Set([plain, salted, graph.insert(add, salt: 1)]).count == 3)
        #expect(graph.insert(add, salt: 0) == salted)
        #expect(graph.insert(add, inputs: plain) != graph.insert(add, inputs: salted))
        #expect(graph.insert(add, inputs: plain, salt: 3) == graph.insert(add, inputs: [plain], salt: 3))
    }

    @Test("is a value: a copy does not see what is inserted later")
    func copies() {
        var graph = TaskGraph()
        let one = graph.insert(Add(number: 1), inputs: [])
        var copy = graph
        let two = graph.insert(Add(number: 2), inputs: [one])
        #expect(copy.count == 1)
        #expect(copy.task(withKey: graph.key(of: two)) == nil)
        let three = copy.insert(Add(number: 3), inputs: [one])
        #expect(graph.task(withKey: copy.key(of: three)) == nil)
    }

    @Test("finds every task again as it grows, and lists inputs before their readers")
    func growth() {
        var graph = TaskGraph()
        let add = graph.register(Add())
        var last = graph.insert(add)
        for number in 0..<50_000 {
            let leaf = graph.insert(add, salt: UInt64(number))
            last = graph.insert(add, inputs: last, leaf)
        }
        #expect(graph.count == 100_001)
        var misplaced = 0
        for (index, task) in graph.tasks.enumerated() {
            if task.index != index || graph.task(withKey: graph.key(of: task)) != task { misplaced += 1 }
            if !graph.inputs(of: task).allSatisfy({ $0 < task }) { misplaced += 1 }
        }
        #expect(misplaced == 0)
    }

    @Test(
        "loses nothing when room is made, in the middle or for less than there is",
        arguments: [0, 1, 20, 5_000])
    func reserving(capacity: Int) {
        var (plain, reserved) = (TaskGraph(), TaskGraph())
        for number in 0..<1_000 {
            if number == 50 { reserved.reserveCapacity(tasks: capacity, inputs: capacity) }
            let last = plain.tasks.last.map { [$0] } ?? []
            #expect(
                plain.insert(Add(number: number), inputs: last)
                    == reserved.insert(Add(number: number), inputs: last))
        }
        #expect(reserved.tasks.allSatisfy { reserved.task(withKey: plain.key(of: $0)) == $0 })
    }

    @Test("traps on an input of another graph")
    func foreignInput() async {
        await #expect(processExitsWith: .failure) {
            var other = TaskGraph()
            let foreign = other.insert(Add(), inputs: [])
            var graph = TaskGraph()
            _ = graph.insert(Add(), inputs: [foreign])
        }
    }

    @Test("traps on two types of operation that claim to be the same")
    func clashingOperations() async {
        await #expect(processExitsWith: .failure) {
            struct Impostor: TaskOperation {
                let name = "add"
                func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(0) }
                func run(_ inputs: TaskInputs, in context: TaskContext) -> any Sendable { 1 }
            }
            var graph = TaskGraph()
            _ = graph.register(Add())
            _ = graph.register(Impostor())
        }
    }
}

@Suite("The key index")
struct KeyIndexTests {
    /// Keys that agree in the bits that choose the slot, or in those kept beside the place, or in both.
    @Test("distinguishes keys that collide")
    func collisions() {
        var index = KeyIndex()
        var keys: [TaskKey] = []
        for high in [0, 1, 1 << 32, 1 << 33] as [UInt64] {
            for low in [0, 1, 1 << 40, 1 << 41, 15, 16] as [UInt64] {
                let key = TaskKey(high: high, low: low)
                guard case .nowhere(let slot) = index.find(key, among: keys) else {
                    Issue.record("found \(key) before it was there")
                    return
                }
                keys.append(key)
                index.insertLast(of: keys, at: slot)
            }
        }
        for (place, key) in keys.enumerated() {
            guard case .place(place) = index.find(key, among: keys) else {
                Issue.record("lost \(key)")
                continue
            }
        }
    }
}
