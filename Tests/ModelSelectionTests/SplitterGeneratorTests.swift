import Testing

@testable import Learning
@testable import ModelSelection

/// Random numbers by an independent implementation, which Tools/golden/folds.py holds against published ones.
private struct GeneratorGolden: Decodable {
    var splitMix: Words
    var xoshiro: Words
    var seeded: [Seeded]

    struct Words: Decodable {
        var seed: UInt64?
        var state: [UInt64]?
        var words: [String]
    }

    struct Seeded: Decodable {
        var seed: String
        var words: [String]
        var draws: [Draws]
        var permutations: [[Int]]
    }

    /// A bound, and draws below it.
    struct Draws: Decodable {
        var bound: String
        var values: [String]

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            bound = try container.decode(String.self)
            values = try container.decode([String].self)
        }
    }
}

@Suite("Seeded random numbers are the same everywhere")
struct SplitterGeneratorTests {
    @Test("SplitMix64")
    func splitMix() throws {
        let golden: GeneratorGolden = try decodeGolden("generators")
        var generator = SplitMix64(state: try #require(golden.splitMix.seed))
        #expect(golden.splitMix.words == golden.splitMix.words.map { _ in "\(generator.next())" })
    }

    @Test("xoshiro256**")
    func xoshiro() throws {
        let golden: GeneratorGolden = try decodeGolden("generators")
        let state = try #require(golden.xoshiro.state)
        var generator = SeededGenerator(state: (state[0], state[1], state[2], state[3]))
        #expect(golden.xoshiro.words == golden.xoshiro.words.map { _ in "\(generator.next())" })
    }

    @Test("words, draws and orders from a seed")
    func seeded() throws {
        let golden: GeneratorGolden = try decodeGolden("generators")
        for golden in golden.seeded {
            let seed = try #require(UInt64(golden.seed))
            var generator = SeededGenerator(seed: seed)
            #expect(golden.words == golden.words.map { _ in "\(generator.next())" })

            generator = SeededGenerator(seed: seed)
            for draws in golden.draws {
                let bound = try #require(Int(draws.bound))
                #expect(draws.values == draws.values.map { _ in "\(generator.next(below: bound))" })
            }

            generator = SeededGenerator(seed: seed)
            for order in golden.permutations {
                #expect(generator.shuffled(0..<order.count) == order)
            }
        }
    }

    @Test("every order of four is as likely")
    func uniform() {
        var generator = SeededGenerator(seed: 3)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<24_000 { counts[generator.shuffled(0..<4), default: 0] += 1 }
        #expect(counts.count == 24)
        // Each count is binomial, 1000 ± 31; the seed is fixed, so that the test gives the same every time.
        #expect(counts.values.allSatisfy { abs($0 - 1000) < 125 })
    }
}
