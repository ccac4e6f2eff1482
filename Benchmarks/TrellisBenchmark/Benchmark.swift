#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A benchmark.
///
/// To add a benchmark, write a conforming type in a new file and list it in main.swift.
protocol Benchmark: Sendable {
    /// The name on the command line.
    var name: String { get }

    /// Runs the benchmark, and prints each result with `report`.
    func run() async throws
}

/// Prints one line of JSON with the name of the benchmark and the given fields, whose values must be JSON.
func report(_ name: String, _ fields: KeyValuePairs<String, String>) {
    let body = fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
    print("{\"benchmark\":\"\(name)\",\(body)}")
}

/// Returns the median of the results of `count` calls of `measure`.
func median(of count: Int, _ measure: () async throws -> Double) async rethrows -> Double {
    var values: [Double] = []
    for _ in 0..<count { values.append(try await measure()) }
    return values.sorted()[count / 2]
}

/// Returns the run time of `body` in seconds.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    try await ContinuousClock().measure { try await body() }.seconds
}

/// Formats a number as JSON with three decimal places.
func decimals(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    let fraction = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
}

/// Prints an error message and exits with status 2.
func fatalExit(_ message: String) -> Never {
    let line = Array((message + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(2)
}
