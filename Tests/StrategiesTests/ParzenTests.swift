import Learning
import Testing

@testable import Strategies

@Suite("Parzen mixtures")
struct ParzenTests {
    private struct Golden: Decodable {
        struct Case: Decodable {
            let names: [String]
            let multivariate: Bool
            let trials, points: [[String: ParameterValue]]
            let densities: [Double]
        }
        struct Split: Decodable {
            let scores: [Double]
            let below: [Int]
        }
        let cases: [Case]
        let splits: [Split]
    }

    private static let dimensions: [SearchSpace.Dimension] = [
        .init("uniform", .uniform(-2, 5)), .init("log", .logUniform(1e-4, 1e3)),
        .init("integers", .integers(-3, 400)),
        .init("logIntegers", .logIntegers(1, 5000)),
        .init("choices", .choices(["a", "b", "c", "d"].map { .string($0) })),
    ]

    private let golden: Golden

    init() throws { golden = try GoldenFile.read("parzen") }

    /// A mixture of golden trials, and the numbers of the golden points.
    private func mixture(_ each: Golden.Case) throws -> (ParzenMixture, [[Double]]) {
        let space = try SearchSpace(
            each.names.compactMap { name in Self.dimensions.first { $0.name == name } })
        func numbers(_ values: [[String: ParameterValue]]) -> [[Double]] {
            values.map { value in
                let entries = each.names.compactMap { name in
                    value[name].map { SearchSpace.Point.Entry(name, $0) }
                }
                return space.numbers(of: .init(entries)).compactMap { $0 }
            }
        }
        let bandwidth: NormalKernels.Bandwidth =
            each.multivariate ? .joint(dimensions: each.names.count) : .neighbours
        let mixture = ParzenMixture(
            numbers(each.trials), space.dimensions.map(\.distribution), bandwidth: bandwidth)
        return (mixture, numbers(each.points))
    }

    // Optuna subtracts logarithms of probabilities for narrow cells, which costs it a few digits.
    @Test func `densities equal Optuna's`() throws {
        var compared = 0
        for each in golden.cases {
            let (mixture, points) = try mixture(each)
            for (point, expected) in zip(points, each.densities) {
                #expect(point.count == each.names.count)
                let found = mixture.logDensity(at: point)
                #expect(difference(found, expected) < 1e-10, "\(each.names), \(each.trials.count) trials")
                compared += 1
            }
        }
        #expect(compared == 840)
    }

    @Test func `the best trials are Optuna's`() {
        for each in golden.splits {
            let evaluations = each.scores.enumerated().map { Evaluation(id: $0, point: [:], score: $1) }
            let best = ParzenHistory.best(of: evaluations)
            #expect(best.indices.filter { best[$0] } == each.below)
        }
    }

    @Test func `failed evaluations count, but are never among the best`() {
        func best(_ scores: [Double]) -> [Int] {
            let flags = ParzenHistory.best(
                of: scores.enumerated().map { Evaluation(id: $0, point: [:], score: $1) })
            return flags.indices.filter { flags[$0] }
        }
        #expect(best([.nan, .nan, .nan]) == [])
        #expect(best([.nan, -.infinity, .nan]) == [1])
        #expect(best(Array(repeating: .nan, count: 10) + [1, 3, 2]) == [11, 12])
        #expect(best([1, .infinity, 2, 0, 0, 0, 0, 0, 0, 0, 0]) == [1, 2])
        #expect(best([]) == [])
    }

    @Test func `weights decrease with age from 26 observations on`() {
        #expect(ParzenMixture.weights(0) == [])
        #expect(ParzenMixture.weights(25) == Array(repeating: 1, count: 25))
        #expect(ParzenMixture.weights(26) == [1 / 26.0] + Array(repeating: 1, count: 25))
        let many = ParzenMixture.weights(100)
        #expect(many[0] == 0.01 && many[74] == 1 && many[37] == 0.01 + 0.99 * 37 / 74)
    }

    @Test func `the probabilities of discrete mixtures sum to 1`() throws {
        for each in golden.cases
        where each.names.count == 1 && each.names[0] != "uniform" && each.names[0] != "log" {
            let (mixture, _) = try mixture(each)
            let values =
                switch each.names[0] {
                case "integers": (-3...400).map { Double($0) }
                case "logIntegers": (1...5000).map { Double($0) }
                default: [0.0, 1, 2, 3]
                }
            let sum = values.reduce(0) { $0 + Portable.exp(mixture.logDensity(at: [$1])) }
            #expect(abs(sum - 1) < 1e-12)
        }
    }

    @Test func `the density of continuous mixtures integrates to 1`() throws {
        for each in golden.cases where each.names == ["uniform"] || each.names == ["log"] {
            let (mixture, _) = try mixture(each)
            let (low, high) =
                each.names == ["uniform"] ? (-2.0, 5.0) : (Portable.log(1e-4), Portable.log(1e3))
            let steps = 20_000
            let sum = (0..<steps).reduce(0.0) { sum, step in
                let x = low + (high - low) * (Double(step) + 0.5) / Double(steps)
                return sum + Portable.exp(mixture.logDensity(at: [x]))
            }
            #expect(abs(sum * (high - low) / Double(steps) - 1) < 1e-6)
        }
    }

    @Test func `draws have the density of the mixture`() throws {
        for each in golden.cases where each.trials.count == 10 && each.names.count == 1 {
            let (mixture, _) = try mixture(each)
            var generator = SeededGenerator(seed: 11)
            let draws = (0..<20_000).map { _ in mixture.draw(using: &generator)[0] }
            guard
                case .choices(let choices) = Self.dimensions.first(where: { $0.name == each.names[0] })?
                    .distribution
            else {
                // The expectation of 1 / density is the width of the range, whatever the density.
                let (low, high, isDiscrete) =
                    switch each.names[0] {
                    case "uniform": (-2.0, 5.0, false)
                    case "log": (Portable.log(1e-4), Portable.log(1e3), false)
                    case "integers": (-3.5, 400.5, true)
                    default: (0.5, 5000.5, true)
                    }
                #expect(draws.allSatisfy { low <= $0 && $0 <= high && (!isDiscrete || $0 == $0.rounded()) })
                // The middle half of the range is as likely as its density says.
                let (first, last) = ((3 * low + high) / 4, (low + 3 * high) / 4)
                let steps = isDiscrete ? Int(high - low) : 5000
                let places = (0..<steps).map { low + (high - low) * (Double($0) + 0.5) / Double(steps) }
                    .filter { first <= $0 && $0 <= last }
                let share =
                    places.reduce(0) { $0 + Portable.exp(mixture.logDensity(at: [$1])) }
                    * (isDiscrete ? 1 : (high - low) / Double(steps))
                let found = Double(draws.count { first <= $0 && $0 <= last }) / 20_000
                #expect(abs(found - share) < 5 * (share * (1 - share) / 20_000).squareRoot() + 1e-3)
                continue
            }
            for choice in choices.indices {
                let share = Portable.exp(mixture.logDensity(at: [Double(choice)]))
                #expect(abs(Double(draws.count { $0 == Double(choice) }) / 20_000 - share) < 0.018)
            }
        }
    }

    @Test func `huge integers have finite densities`() throws {
        let distribution = SearchSpace.Distribution.integers(.min, .max)
        let logarithmic = SearchSpace.Distribution.logIntegers(1, .max)
        for bandwidth in [NormalKernels.Bandwidth.neighbours, .joint(dimensions: 2)] {
            let mixture = ParzenMixture(
                [[0, 1], [1e18, 5e18], [-9e18, 9.2e18]], [distribution, logarithmic], bandwidth: bandwidth)
            for values in [[0.0, 1], [9.2e18, 9.2e18], [-9.2e18, 3], [1e18, 4e12]] {
                #expect(mixture.logDensity(at: values).isFinite)
            }
        }
    }
}
