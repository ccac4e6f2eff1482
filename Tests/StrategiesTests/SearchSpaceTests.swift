import Learning
import Testing

@testable import Strategies

@Suite("Search spaces")
struct SearchSpaceTests {
    private static let invalid: [(SearchSpace.Distribution, String)] = [
        (
            .uniform(1, 1),
            "p has the bounds 1.0 and 1.0; expected finite numbers, the first less than the second"
        ),
        (
            .uniform(2, 1),
            "p has the bounds 2.0 and 1.0; expected finite numbers, the first less than the second"
        ),
        (
            .uniform(0, .infinity),
            "p has the bounds 0.0 and inf; expected finite numbers, the first less than the second"
        ),
        (
            .uniform(.nan, 1),
            "p has the bounds nan and 1.0; expected finite numbers, the first less than the second"
        ),
        (
            .uniform(-1.7e308, 1.7e308),
            "p has the bounds -1.7e+308 and 1.7e+308; expected numbers whose difference is finite"
        ),
        (
            .logUniform(0, 1),
            "p has the bounds 0.0 and 1.0; expected finite numbers greater than 0 for a logarithmic range, the first less than the second"
        ),
        (
            .logUniform(-1, 1),
            "p has the bounds -1.0 and 1.0; expected finite numbers greater than 0 for a logarithmic range, the first less than the second"
        ),
        (
            .logUniform(.nan, 1),
            "p has the bounds nan and 1.0; expected finite numbers greater than 0 for a logarithmic range, the first less than the second"
        ),
        (.integers(2, 1), "p has the bounds 2 and 1; expected integers, the first at most the second"),
        (
            .logIntegers(0, 1),
            "p has the bounds 0 and 1; expected integers of at least 1 for a logarithmic range, the first at most the second"
        ),
        (.choices([]), "p has no choices; expected at least one"),
        (.choices([.int(1), .int(1)]), "p has the choice 1 twice; expected each choice once"),
        (.choices([.double(.nan)]), "p has the choice nan; expected choices that equal themselves"),
    ]

    @Test(arguments: invalid)
    func `invalid distributions throw an error that names the parameter`(
        distribution: SearchSpace.Distribution, message: String
    ) {
        let error = #expect(throws: StrategyError.self) { try SearchSpace([.init("p", distribution)]) }
        #expect(error?.description == message)
    }

    private static let wrong: [([SearchSpace.Dimension], String)] = [
        (
            [.init("a", .integers(1, 2)), .init("a", .integers(1, 2))],
            "a occurs twice in the search space; expected each parameter once"
        ),
        (
            [.init("a", .integers(1, 2), when: "b", isOneOf: [.int(1)])],
            "the condition of a is invalid: the search space has no parameter b"
        ),
        (
            [.init("a", .integers(1, 2)), .init("b", .integers(1, 2), when: "a", isOneOf: [.int(1)])],
            "the condition of b is invalid: a has no choices"
        ),
        (
            [.init("a", .choices([.int(1)])), .init("b", .integers(1, 2), when: "a", isOneOf: [.int(2)])],
            "the condition of b is invalid: 2 is not a choice of a"
        ),
        (
            [.init("a", .choices([.int(1)])), .init("b", .integers(1, 2), when: "a", isOneOf: [])],
            "the condition of b is invalid: it lists no choice of a"
        ),
        (
            [
                .init("a", .choices([.int(1)]), when: "b", isOneOf: [.int(1)]),
                .init("b", .choices([.int(1)]), when: "a", isOneOf: [.int(1)]),
            ],
            "the condition of a is invalid: it depends on itself"
        ),
        (
            [
                .init("c", .integers(0, 1), when: "a", isOneOf: [.int(1)]),
                .init("a", .choices([.int(1)]), when: "a", isOneOf: [.int(1)]),
            ],
            "the condition of c is invalid: it depends on itself"
        ),
    ]

    @Test(arguments: wrong)
    func `invalid conditions and names throw an error`(dimensions: [SearchSpace.Dimension], message: String) {
        let error = #expect(throws: StrategyError.self) { try SearchSpace(dimensions) }
        #expect(error?.description == message)
    }

    @Test func `coordinates are shares of the probability`() throws {
        let space = try SearchSpace([
            .init("u", .uniform(-2, 6)), .init("l", .logUniform(0.01, 100)), .init("i", .integers(-1, 2)),
            .init("g", .logIntegers(1, 4)), .init("c", .choices([.string("a"), .string("b")])),
        ])
        let low = space.point(at: [0, 0, 0, 0, 0])
        #expect(
            low == ["u": .double(-2), "l": .double(0.01), "i": .int(-1), "g": .int(1), "c": .string("a")])
        let last = 1 - 0x1p-53
        let high = space.point(at: [last, last, last, last, last])
        #expect(high["i"] == .int(2) && high["g"] == .int(4) && high["c"] == .string("b"))
        guard case .double(let u) = high["u"], case .double(let l) = high["l"] else {
            Issue.record("the ranges have no doubles")
            return
        }
        #expect(u > 5.999999999 && u <= 6 && l > 99.9999999 && l <= 100)
        let middle = space.point(at: [0.5, 0.5, 0.5, 0.5, 0.5])
        guard case .double(let half) = middle["l"] else { return }
        #expect(relativeDifference(half, 1) < 1e-14)
        // The root of ½ · 4½ is 1.5.
        #expect(middle["u"] == .double(2) && middle["i"] == .int(1))
        #expect(space.point(at: [0, 0, 0, 0.499, 0])["g"] == .int(1))
        #expect(space.point(at: [0, 0, 0, 0.501, 0])["g"] == .int(2))
    }

    @Test(arguments: [
        (Double.leastNonzeroMagnitude, 1.7e308),
        (100 * Double.leastNonzeroMagnitude, 500 * Double.leastNonzeroMagnitude),
        (1, 1.0000000000000002), (1e300, 1.7e308),
        (Double.leastNonzeroMagnitude, 2 * Double.leastNonzeroMagnitude),
    ])
    func `absurd bounds are respected`(low: Double, high: Double) throws {
        let space = try SearchSpace([.init("u", .uniform(low, high)), .init("l", .logUniform(low, high))])
        for step in 0..<1000 {
            let share = Double(step) / 1000
            for entry in space.point(at: [share, share]).entries {
                guard case .double(let value) = entry.value else { continue }
                #expect(low <= value && value <= high)
            }
        }
    }

    @Test func `the widest integers are respected`() throws {
        let space = try SearchSpace([
            .init("i", .integers(.min, .max)), .init("g", .logIntegers(1, .max)),
            .init("h", .integers(.max - 1, .max)),
        ])
        #expect(space.size == nil)
        #expect(space.point(at: [0, 0, 0]) == ["i": .int(.min), "g": .int(1), "h": .int(.max - 1)])
        let last = 1 - 0x1p-53
        let high = space.point(at: [last, last, last])
        #expect(high["h"] == .int(.max))
        guard case .int(let i) = high["i"], case .int(let g) = high["g"] else { return }
        #expect(i > .max - 4096 && g > .max - 1_000_000)
        #expect(space.point(at: [0.5, 0.5, 0.5])["i"] == .int(0))
    }

    @Test func `a space without dimensions has one empty point`() throws {
        let space = try SearchSpace([])
        #expect(space.size == 1)
        #expect(space.grid() == [[:]])
        #expect(space.point(at: []) == [:])
    }

    private static let nested: [SearchSpace.Dimension] = [
        .init(
            "gamma", .choices([.int(1), .int(2), .int(3)]), when: "kernel",
            isOneOf: [.string("rbf"), .string("poly")]),
        .init("model", .choices([.string("svc"), .string("ridge")])),
        .init(
            "kernel", .choices([.string("rbf"), .string("linear"), .string("poly")]), when: "model",
            isOneOf: [.string("svc")]),
        .init("alpha", .integers(1, 5), when: "model", isOneOf: [.string("ridge")]),
        .init("degree", .integers(2, 3), when: "kernel", isOneOf: [.string("poly")]),
        .init("scale", .choices([.bool(true), .bool(false)])),
    ]

    @Test func `a grid has each point that the conditions allow once`() throws {
        let space = try SearchSpace(Self.nested)
        // svc: rbf 3, linear 1, poly 3 · 2; ridge 5; twice.
        #expect(space.size == 30)
        let grid = try #require(space.grid())
        #expect(grid.count == 30 && Set(grid).count == 30)
        #expect(grid[0].description == "gamma=1 model=svc kernel=rbf scale=true")
        #expect(grid[1].description == "gamma=1 model=svc kernel=rbf scale=false")
        #expect(grid[29].description == "model=ridge alpha=5 scale=false")
        #expect(space.grid(limit: 29) == nil)
        #expect(try SearchSpace([.init("u", .uniform(0, 1))]).grid() == nil)
        let sum = grid.reduce(0) { $0 + Portable.exp(space.logProbability(of: $1)) }
        #expect(abs(sum - 1) < 1e-12)
    }

    @Test func `random points respect the conditions`() throws {
        let space = try SearchSpace(Self.nested)
        var generator = SeededGenerator(seed: 3)
        let grid = Set(try #require(space.grid()))
        var counts: [SearchSpace.Point: Int] = [:]
        for _ in 0..<30_000 {
            let point = space.point(at: space.dimensions.map { _ in generator.nextShare() })
            #expect(grid.contains(point))
            counts[point, default: 0] += 1
        }
        for point in grid {
            let expected = 30_000 * Portable.exp(space.logProbability(of: point))
            #expect(abs(Double(counts[point] ?? 0) - expected) < 5 * expected.squareRoot())
        }
    }

    @Test func `sizes that overflow are not known`() throws {
        let space = try SearchSpace((0..<10).map { .init("\($0)", .integers(0, 99)) })
        #expect(space.size == nil)
        #expect(
            try SearchSpace((0..<9).map { .init("\($0)", .integers(0, 99)) }).size
                == 1_000_000_000_000_000_000)
    }

    @Test func `log-integers are as likely as the numbers that round to them`() throws {
        let distribution = SearchSpace.Distribution.logIntegers(1, 100)
        let all = (1...100).reduce(0) { $0 + Portable.exp(distribution.logProbability(of: .int($1))) }
        #expect(abs(all - 1) < 1e-13)
        let steps = 100_000
        var counts = Array(repeating: 0, count: 101)
        for step in 0..<steps {
            guard case .int(let value) = distribution.value(at: (Double(step) + 0.5) / Double(steps)) else {
                continue
            }
            counts[value] += 1
        }
        for value in 1...100 {
            let expected = Double(steps) * Portable.exp(distribution.logProbability(of: .int(value)))
            #expect(abs(Double(counts[value]) - expected) <= 1.001)
        }
    }
}
