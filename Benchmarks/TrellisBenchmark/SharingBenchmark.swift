import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The time of four searches with merging only and with merging and sharing, and the largest difference between their
/// scores.
///
/// Requires the root of the project, which contains the data, as the current folder.
struct SharingBenchmark: Benchmark {
    let name: String
    private let search: @Sendable () -> GridSearch
    private let data: @Sendable () throws -> Dataset

    func run() async throws {
        let data = try data()
        var means: [[Double]] = []
        for (way, sharing) in [("merged and shared", true), ("merged only", false)] {
            var search = search()
            search.sharing = sharing
            var found: SearchResults?
            let cpu = clock()
            var runs: [Double] = []
            for _ in 0..<(sharing ? 3 : 1) {
                runs.append(
                    try await seconds { found = try await search.fit(data, on: ThreadedScheduler()) })
            }
            let cpuSeconds = Double(clock() - cpu) / Double(CLOCKS_PER_SEC) / Double(runs.count)
            guard let found else { continue }
            means.append(found.candidates.map(\.score))
            report(
                name,
                [
                    "way": "\"\(way)\"", "seconds": decimals(runs.sorted()[runs.count / 2]),
                    "cpuSeconds": decimals(cpuSeconds), "tasks": "\(found.tasks.run)",
                    "tasksNaive": "\(found.tasks.naive)",
                    "best": "\"\(found.best.parameters)\"", "score": "\(found.best.score)",
                ])
        }
        guard means.count == 2 else { return }
        let difference = zip(means[0], means[1]).map { abs($0 - $1) }.max() ?? 0
        report(name, ["largestDifference": "\(difference)"])
    }

    /// The searches.
    static let all: [SharingBenchmark] = [
        SharingBenchmark(
            name: "digits-svc",
            search: { DigitsSearch.search }, data: DigitsSearch.data),
        SharingBenchmark(
            name: "digits-logistic",
            search: {
                GridSearch(
                    Pipeline(StandardScaler(), PCA(), LogisticRegression()),
                    grid: ParameterGrid()
                        .varying(\PCA.nComponents, over: [16, 32, 48])
                        .varying(\LogisticRegression.c, over: powers(10)))
            }, data: DigitsSearch.data),
        SharingBenchmark(
            name: "synthetic-logistic",
            search: {
                GridSearch(
                    Pipeline(StandardScaler(), PCA(), LogisticRegression()),
                    grid: ParameterGrid()
                        .varying(\PCA.nComponents, over: [25, 50, 75])
                        .varying(\LogisticRegression.c, over: powers(8)))
            },
            data: {
                let (x, weights) = gaussian(rows: 40_000, columns: 100)
                let scores = x.times(weights)
                return try Dataset(features: x, target: .labels(Labels(scores.map { $0 > 0 ? 1 : 0 })))
            }),
        SharingBenchmark(
            name: "wide-ridge",
            search: {
                GridSearch(
                    Pipeline(StandardScaler(), PCA(), Ridge()),
                    grid: ParameterGrid()
                        .varying(\PCA.nComponents, over: (0..<20).map { .count(10 + 20 * $0) })
                        .varying(\Ridge.alpha, over: (0..<20).map { 0.01 * Double(1 << $0) }))
            },
            data: {
                let (x, weights) = gaussian(rows: 5_000, columns: 400)
                return try Dataset(features: x, target: .values(x.times(weights)))
            }),
    ]

    /// Values from 1e-3 to 1e2, evenly spaced on a logarithmic scale.
    private static func powers(_ count: Int) -> [Double] {
        (0..<count).map { exp2(log2(1e-3) + Double($0) / Double(count - 1) * log2(1e5)) }
    }

    /// Correlated columns and a target that depends on 40 of them, with noise of about a third of the signal.
    private static func gaussian(rows: Int, columns: Int) -> (Matrix, [Double]) {
        var generator = SplitMix64(state: 7)
        func normal() -> Double {
            (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
        }
        let factors = 40
        let mixing = Matrix(
            rows: factors, columns: columns, values: (0..<factors * columns).map { _ in normal() / 6 })
        let hidden = Matrix(
            rows: rows, columns: factors, values: (0..<rows * factors).map { _ in normal() })
        let noise = Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in normal() })
        let mixed = hidden.times(mixing).values
        let x = Matrix(
            rows: rows, columns: columns, values: zip(mixed, noise.values).map { $0 + $1 })
        return (x, (0..<columns).map { $0 < 40 ? normal() : 0 })
    }
}
