// Runs benchmarks of the registry: TrellisBenchmark NAME... Each result is one line of JSON. See Benchmark.swift for
// how to add a benchmark.

import Trellis

OpenBLAS.prepare()

let benchmarks: [any Benchmark] =
    [
        SchedulerBenchmark(), FuturesBenchmark(), InsertionBenchmark(), PlanningBenchmark(), CSVBenchmark(),
        SolverBenchmark(),
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
