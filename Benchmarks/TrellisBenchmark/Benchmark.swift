#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Something to measure.
///
/// To add one, write a file with a type that conforms and list it in main.swift.
protocol Benchmark: Sendable {
    /// What the command line calls it.
    var name: String { get }

    /// Measures, and prints each figure by `report`.
    func run() async throws
}

/// Prints one line of JSON: the benchmark's name, then the fields in the order given.
///
/// Values are JSON already.
func report(_ name: String, _ fields: KeyValuePairs<String, String>) {
    let body = fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
    print("{\"benchmark\":\"\(name)\",\(body)}")
}

/// The median of what `measure` returns, over `count` calls.
func median(of count: Int, _ measure: () async throws -> Double) async rethrows -> Double {
    var values: [Double] = []
    for _ in 0..<count { values.append(try await measure()) }
    return values.sorted()[count / 2]
}

/// How long `body` takes, in seconds.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let duration = try await ContinuousClock().measure { try await body() }
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}

/// A number as JSON, to three decimals.
func decimals(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    let fraction = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
}

/// Says what is wrong with the command line, and ends the process.
func fatalExit(_ message: String) -> Never {
    let line = Array((message + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(2)
}
