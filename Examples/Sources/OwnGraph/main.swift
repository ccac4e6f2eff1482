// Runs a graph of custom operations: the mean and variance of a thousand chunks of numbers, a failure, and a
// cancellation. Run from the root of the project:
//     swift run --package-path Examples -c release OwnGraph

import Trellis

/// Generates a chunk of numbers; chunk 500 can be damaged.
struct LoadChunk: TaskOperation {
    let index: Int
    let isDamaged: Bool
    let name = "load-chunk"

    struct Damaged: Error, CustomStringConvertible {
        let index: Int
        var description: String { "chunk \(index) is damaged" }
    }

    // All parameters that the result depends on: tasks with equal parameters and inputs are one task.
    func encodeParameters(into encoder: inout CanonicalEncoder) {
        encoder.append(index)
        encoder.append(isDamaged)
    }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        if isDamaged { throw Damaged(index: index) }
        return (0..<10_000).map { Double((index * 10_000 + $0) % 1_013) }
    }
}

/// The number of values, their sum, and the sum of their squares.
struct Sums {
    var count = 0.0
    var sum = 0.0
    var squares = 0.0

    var mean: Double { sum / count }
    var variance: Double { squares / count - mean * mean }
}

/// Sums up one chunk.
struct SumUp: TaskOperation {
    let name = "sum-up"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try inputs.value(0, as: [Double].self).reduce(into: Sums()) { sums, value in
            sums.count += 1
            sums.sum += value
            sums.squares += value * value
        }
    }
}

/// Adds up any number of sums.
struct AddUp: TaskOperation {
    let name = "add-up"

    func encodeParameters(into encoder: inout CanonicalEncoder) {}

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        try inputs.values(as: Sums.self).reduce(into: Sums()) { total, sums in
            total.count += sums.count
            total.sum += sums.sum
            total.squares += sums.squares
        }
    }
}

/// A graph of a thousand chunks, which are summed up and then added up ten at a time.
func graph(damaged: Set<Int> = []) -> (graph: TaskGraph, total: TaskID, halves: [TaskID]) {
    var graph = TaskGraph()
    let sums = (0..<1000).map { index in
        let chunk = graph.insert(LoadChunk(index: index, isDamaged: damaged.contains(index)), inputs: [])
        return graph.insert(SumUp(), inputs: [chunk])
    }
    let halves = [sums[..<500], sums[500...]].map { half in
        let tens = stride(from: half.startIndex, to: half.endIndex, by: 10).map { start in
            graph.insert(AddUp(), inputs: Array(half[start..<start + 10]))
        }
        return graph.insert(AddUp(), inputs: tens)
    }
    let total = graph.insert(AddUp(), inputs: halves)
    return (graph, total, halves)
}

let scheduler = ThreadedScheduler()

// The results of inputs are dropped as soon as no task needs them: a few chunks are in memory at a time.
let whole = graph()
let run = try await scheduler.run(whole.graph, outputs: [whole.total])
let total = try run.value(of: whole.total, as: Sums.self)
print("\(run.tasksRun) tasks: mean \(total.mean), variance \(total.variance)")

// A task that throws fails the tasks that depend on it, and no others.
let partial = graph(damaged: [500])
let partialRun = try await scheduler.run(partial.graph, outputs: partial.halves + [partial.total])
print("first half: mean \(try partialRun.value(of: partial.halves[0], as: Sums.self).mean)")
print("failed outputs: \(partialRun.failedOutputs.count)")
for failure in partialRun.failures { print("\(failure.operation): \(failure.message)") }

// A run ends soon after the Swift task that awaits it is cancelled.
let running = Task { try await scheduler.run(whole.graph, outputs: [whole.total]) }
running.cancel()
do {
    _ = try await running.value
    print("finished before it was cancelled")
} catch is CancellationError {
    print("cancelled")
}
