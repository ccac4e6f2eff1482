import Testing
import Trellis

/// Split scores with sharing are those without on random tables: short and wide ones, with offsets, scales, constant and
/// doubled columns, behind every chain of scalers and components, and for penalties from 0 on in one grid.
@Suite struct SharingParityTests {
    /// Where the algebra is exact, only rounding remains, and a condition of the equations that guards bound.
    private static let tolerance = 1e-9

    @Test(arguments: 0..<60) func scoresStay(seed: Int) async throws {
        var random = SplitMix64(state: UInt64(seed))
        for (name, pipeline) in SharingParity.pipelines {
            let (table, data) = try Self.problem(&random)
            let search = GridSearch(
                pipeline,
                grid: ParameterGrid().varying(\Ridge.alpha, over: [0, 1e-9, 1e-4, 1, 100])
                    .varying(\Ridge.fitIntercept, over: seed.isMultiple(of: 3) ? [true, false] : [true]),
                folds: KFold(seed.isMultiple(of: 2) ? 2 : 3), refit: .none)
            let parity = SharingParity(data: data, search: search)
            guard !name.contains("n_components") || data.features.columns > 3 else { continue }
            let (shared, plain) = try await (parity.scores(sharing: true), parity.scores(sharing: false))
            let difference = largestDifference(shared, plain)
            #expect(difference < Self.tolerance, "seed \(seed): \(name), \(table): \(shared) for \(plain)")
        }
    }

    /// A table of a random kind, and what kind that is.
    private static func problem(_ random: inout SplitMix64) throws -> (String, Dataset) {
        let (rows, columns) = (random.whole(9...60), random.whole(1...12))
        let offset = [0, 1, 1e3, 1e6, 1e9, 1e12, 1e15][random.whole(0...6)]
        let targetOffset = [0, 0, 1e3, 1e9][random.whole(0...3)]
        let isMixed = random.whole(0...1) == 1
        let centres = (0..<columns).map { _ in isMixed && random.whole(0...1) == 1 ? 0 : offset }
        let scales = (0..<columns).map { _ in isMixed ? [1e-3, 1, 1, 1e3][random.whole(0...3)] : 1 }
        let weights = (0..<columns).map { _ in random.normal() }
        let (constant, doubled) = (random.whole(0...3 * columns), random.whole(0...3 * columns))
        var x: [[Double]] = []
        var y: [Double] = []
        for _ in 0..<rows {
            let values = weights.map { _ in random.normal() }
            y.append(zip(values, weights).reduce(random.normal() + targetOffset) { $0 + $1.0 * $1.1 })
            var row = (0..<columns).map { values[$0] * scales[$0] + centres[$0] }
            if constant < columns { row[constant] = centres[constant] + 0.1 }
            if doubled < columns { row[doubled] = row[0] }
            x.append(row)
        }
        let kind =
            "\(rows) × \(columns), offsets \(centres), scales \(scales), target \(targetOffset), constant \(constant), doubled \(doubled)"
        return (kind, try Dataset(features: Matrix(x), target: .values(y)))
    }
}

extension SplitMix64 {
    /// A whole number in a range.
    fileprivate mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// A number of mean 0 and about variance 1: a sum of twelve uniform ones.
    fileprivate mutating func normal() -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + Double(next() >> 11) * 0x1p-53 }
    }
}
