import Machine
import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The speed and memory of reading CSV files of 100 MB, one with short integers and one with long decimals.
struct CSVBenchmark: Benchmark {
    let name = "csv"

    private let columns = 20

    func run() async throws {
        // The peak is that of the process, so the file that needs less memory is read first.
        let before = MachineResources.peakMemory
        try await measure("decimals", before) { "\(Double.random(in: -1..<1, using: &$0))" }
        try await measure("integers", before) { "\(Int.random(in: 0..<17, using: &$0))" }
    }

    private func measure(_ kind: String, _ before: Int, cell: (inout SplitMix64) -> String) async throws {
        let path = "/tmp/trellis-benchmark-\(getpid())-\(kind).csv"
        defer { unlink(path) }
        let bytes = write(path, of: 100_000_000, cell)
        let median = try await median(of: 5) {
            try await seconds {
                let table = try Table(csv: path)
                precondition(table.columns.count == columns, "the file has \(columns) columns")
            }
        }
        report(
            "csv-\(kind)",
            [
                "bytes": "\(bytes)", "seconds": decimals(median),
                "megabytesPerSecond": decimals(Double(bytes) / 1e6 / median),
                "peakMemoryTimesFile": decimals(Double(MachineResources.peakMemory - before) / Double(bytes)),
            ])
    }

    /// Writes rows until the file has the given size.
    private func write(_ path: String, of size: Int, _ cell: (inout SplitMix64) -> String) -> Int {
        var generator = SplitMix64(state: 1)
        guard let file = fopen(path, "w") else { fatalExit("cannot write \(path)") }
        defer { fclose(file) }
        var row = (0..<columns).map { "c\($0)" }.joined(separator: ",") + "\n"
        var written = 0
        while written < size {
            guard fputs(row, file) >= 0 else { fatalExit("cannot write \(path)") }
            written += row.utf8.count
            row = (0..<columns).map { _ in cell(&generator) }.joined(separator: ",") + "\n"
        }
        return written
    }
}
