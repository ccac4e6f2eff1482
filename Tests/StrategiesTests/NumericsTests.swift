import Learning
import Testing

@testable import Strategies

@Suite("Functions of IEEE arithmetic")
struct NumericsTests {
    private struct Golden: Decodable {
        let exp, expm1, log, log1p, log_probability, log_mass, student: [[Double]]
    }

    private let golden: Golden

    init() throws { golden = try GoldenFile.read("distributions") }

    /// The largest error of a function, as a part of each value.
    private func worst(_ cases: [[Double]], _ function: ([Double]) -> Double) -> Double {
        cases.map { relativeDifference(function($0), $0[$0.count - 1]) }.max() ?? .infinity
    }

    // Three units in the last place; results below the least normal number have fewer digits.
    @Test func `exponentials and logarithms equal those of high precision`() {
        let normal = golden.exp.filter { $0[1] >= .leastNormalMagnitude }
        #expect(worst(normal) { Portable.exp($0[0]) } < 7e-16)
        #expect(worst(golden.expm1) { Portable.expm1($0[0]) } < 7e-16)
        #expect(worst(golden.log) { Portable.log($0[0]) } < 7e-16)
        #expect(worst(golden.log1p) { Portable.log1p($0[0]) } < 7e-16)
        #expect(golden.exp.count - normal.count >= 2)
        for each in golden.exp where each[1] < .leastNormalMagnitude {
            #expect(abs(Portable.exp(each[0]) - each[1]) <= 2 * .leastNonzeroMagnitude)
        }
    }

    @Test func `exponentials and logarithms of infinities and NaN`() {
        #expect(Portable.exp(.infinity) == .infinity && Portable.exp(-.infinity) == 0)
        #expect(Portable.exp(1000) == .infinity && Portable.exp(-1000) == 0)
        #expect(Portable.exp(.nan).isNaN && Portable.log(.nan).isNaN && Portable.log(-1).isNaN)
        #expect(Portable.log(0) == -.infinity && Portable.log(.infinity) == .infinity)
    }

    // The exponent of the density is the square of the point, whose rounding counts.
    @Test func `logarithms of normal probabilities equal those of high precision`() {
        #expect(worst(golden.log_probability) { NormalTail.logProbability(below: $0[0]) } < 2e-14)
        #expect(worst(golden.log_mass) { NormalTail.logProbability(around: $0[0], width: $0[1]) } < 3e-14)
    }

    @Test func `probabilities of Student's t equal SciPy's`() {
        for each in golden.student {
            let found = StudentDistribution.probability(below: each[0], degrees: Int(each[1]))
            #expect(abs(found - each[2]) < 2e-15)
        }
    }

    @Test func `normal draws have the moments and quantiles of the distribution`() {
        var generator = SeededGenerator(seed: 1)
        let draws = (0..<200_000).map { _ in generator.nextNormal() }
        let moments = (1...4).map { power in
            draws.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } } / 200_000
        }
        // Five standard errors of each moment.
        for (found, (expected, error)) in zip(
            moments, [(0.0, 0.011), (1.0, 0.016), (0.0, 0.043), (3.0, 0.11)])
        {
            #expect(abs(found - expected) < error)
        }
        let below = Double(draws.count { $0 < -1.2815515655446 }) / 200_000
        #expect(abs(below - 0.1) < 0.0034)
    }
}
