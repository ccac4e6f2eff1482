// Measures the library: TrellisBenchmark NAME..., each result one line of JSON. See Benchmark.swift to add
// one.

import Trellis

OpenBLAS.prepare()

let benchmarks: [any Benchmark] =
    [
        SchedulerBenchmark(), InsertionBenchmark(), PlanningBenchmark(), CSVBenchmark(), SolverBenchmark(),
        FusingBenchmark(), ScalingBenchmark(), ScalingCheck(),
    ] + SharingBenchmark.all

let names = Array(CommandLine.arguments.dropFirst())
let known = benchmarks.map(\.name)
if let unknown = names.first(where: { !known.contains($0) }) {
    fatalExit("unknown benchmark \"\(unknown)\": expected one of \(known.joined(separator: ", "))")
}
for benchmark in benchmarks where names.isEmpty || names.contains(benchmark.name) {
    try await benchmark.run()
}
