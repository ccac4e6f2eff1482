// Runs benchmarks of the registry: TrellisBenchmark NAME... Each result is one line of JSON. See Benchmark.swift for
// how to add a benchmark. `TrellisBenchmark adaptive …` runs one search (AdaptiveRun.swift).

import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

OpenBLAS.prepare()

if CommandLine.arguments.dropFirst().first == "adaptive" {
    try await AdaptiveRun(Array(CommandLine.arguments.dropFirst(2))).run()
    exit(0)
}

let benchmarks: [any Benchmark] =
    [
        SchedulerBenchmark(), FuturesBenchmark(), InsertionBenchmark(), PlanningBenchmark(), CSVBenchmark(),
        SolverBenchmark(), ChunkedBenchmark(), ManyChunksBenchmark(),
        FusingBenchmark(), ScalingBenchmark(), ScalingCheck(),
    ] + SharingBenchmark.all + ChunkedFitBenchmark.all

let names = Array(CommandLine.arguments.dropFirst())
let known = benchmarks.map(\.name)
if let unknown = names.first(where: { !known.contains($0) }) {
    fatalExit("unknown benchmark \"\(unknown)\": expected one of \(known.joined(separator: ", "))")
}
for benchmark in benchmarks where names.isEmpty || names.contains(benchmark.name) {
    try await benchmark.run()
}
