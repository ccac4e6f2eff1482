import Trellis

/// The overhead of delayed calls and of futures, on two threads.
struct FuturesBenchmark: Benchmark {
    let name = "futures"

    private let increment = delayed("benchmark-increment") { (x: Int) in x + 1 }
    private let add = delayed("benchmark-add") { (x: Int, y: Int) in x + y }

    func run() async throws {
        try await measure("delayed-tree", calls: 99_999) {
            try await tree(leaves: 100_000).compute(on: ThreadedScheduler(workers: 2))
        }
        try await measure("futures", calls: 10_000) {
            let client = try await Client(ThreadedScheduler(workers: 2))
            let sum = try await client.gather(try client.map(increment, 0..<10_000)).reduce(0, +)
            await client.close()
            return sum
        }
        try await measure("futures-chain", calls: 10_000) {
            let client = try await Client(ThreadedScheduler(workers: 2))
            var last = try client.submit(increment(0))
            for _ in 1..<10_000 { last = try client.submit(increment, last.delayed) }
            let value = try await last.value
            await client.close()
            return value
        }
    }

    private func measure(_ name: String, calls: Int, _ body: () async throws -> Int) async throws {
        let median = try await median(of: 5) { try await seconds { _ = try await body() } }
        report(
            name, ["calls": "\(calls)", "microsecondsPerCall": decimals(median / Double(calls) * 1e6)])
    }

    /// The sum of as many numbers, added in pairs.
    private func tree(leaves: Int) -> Delayed<Int> {
        var level = (0..<leaves).map { Delayed($0) }
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { place in
                place + 1 < level.count ? add(level[place], level[place + 1]) : level[place]
            }
        }
        return level[0]
    }
}
