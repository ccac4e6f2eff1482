import Learning
import Testing

@testable import Strategies

@Suite("Random search")
struct RandomSearchTests {
    private static let mixed: [SearchSpace.Dimension] = [
        .init("u", .uniform(-1, 3)), .init("l", .logUniform(0.001, 1000)), .init("i", .integers(1, 6)),
        .init("c", .choices([.string("a"), .string("b"), .null])),
    ]

    private func numbers(_ name: String, of points: [SearchSpace.Point]) -> [Double] {
        points.compactMap { point in
            switch point[name] {
            case .double(let value): value
            case .int(let value): Double(value)
            default: nil
            }
        }
    }

    @Test(arguments: RandomSearch.Sampling.allCases)
    func `points have the distributions of the dimensions`(sampling: RandomSearch.Sampling) throws {
        let points = try RandomSearch(SearchSpace(Self.mixed), count: 20_000, seed: 5, sampling: sampling)
            .points
        #expect(points.count == 20_000)
        let (u, l, i) = (numbers("u", of: points), numbers("l", of: points), numbers("i", of: points))
        #expect(u.allSatisfy { -1 <= $0 && $0 <= 3 } && l.allSatisfy { 0.001 <= $0 && $0 <= 1000 })
        for (share, quantile) in [(0.1, -0.6), (0.5, 1), (0.9, 2.6)] {
            #expect(abs(Double(u.count { $0 < quantile }) / 20_000 - share) < 0.018)
        }
        // A sixth of the logarithms is between two powers of ten.
        for (share, quantile) in [(1 / 6.0, 0.01), (2 / 6.0, 0.1), (0.5, 1), (4 / 6.0, 10), (5 / 6.0, 100)] {
            #expect(abs(Double(l.count { $0 < quantile }) / 20_000 - share) < 0.018)
        }
        for value in 1...6 {
            #expect(abs(Double(i.count { $0 == Double(value) }) / 20_000 - 1 / 6.0) < 0.014)
        }
        for choice in [ParameterValue.string("a"), .string("b"), .null] {
            #expect(abs(Double(points.count { $0["c"] == choice }) / 20_000 - 1 / 3.0) < 0.017)
        }
    }

    @Test(arguments: [RandomSearch.Sampling.latinHypercube, .sobol])
    func `choices and integers are stratified`(sampling: RandomSearch.Sampling) throws {
        for seed in 0..<20 as Range<UInt64> {
            let space = try SearchSpace(Self.mixed)
            let points = try RandomSearch(space, count: 64, seed: seed, sampling: sampling).points
            for value in 1...6 {
                #expect([10, 11, 12].contains(points.count { $0["i"] == .int(value) }))
            }
            for choice in [ParameterValue.string("a"), .string("b"), .null] {
                #expect([20, 21, 22, 23].contains(points.count { $0["c"] == choice }))
            }
        }
    }

    // The standard error of an integral is the measure of how evenly points are spread.
    @Test func `evenly spread points integrate better than independent ones`() throws {
        let space = try SearchSpace((0..<4).map { .init("\($0)", .uniform(0, 1)) })
        func error(_ sampling: RandomSearch.Sampling) throws -> Double {
            try (0..<50 as Range<UInt64>).reduce(0) { sum, seed in
                let points = try RandomSearch(space, count: 128, seed: seed, sampling: sampling).points
                let mean = points.reduce(0) { sum, point in
                    let x = (0..<4).map { numbers("\($0)", of: [point])[0] }
                    return sum + x[0] * x[1] + x[2] * x[2] - x[3]
                }
                return sum + (mean / 128 - (0.25 + 1 / 3.0 - 0.5)) * (mean / 128 - (0.25 + 1 / 3.0 - 0.5))
            }
        }
        let (random, hypercube, sobol) = (try error(.random), try error(.latinHypercube), try error(.sobol))
        #expect(hypercube < random / 4)
        #expect(sobol < hypercube / 4)
    }

    @Test(arguments: RandomSearch.Sampling.allCases, [1, 7, 23, 24, 25, 1000])
    func `points of a finite space are different, and all of them if enough are asked for`(
        sampling: RandomSearch.Sampling, count: Int
    ) throws {
        let space = try SearchSpace([
            .init("i", .logIntegers(1, 6)), .init("c", .choices([.int(0), .int(1), .int(2), .int(3)])),
        ])
        let points = try RandomSearch(space, count: count, seed: 1, sampling: sampling).points
        #expect(points.count == min(count, 24) && Set(points).count == points.count)
        if count >= 24 { #expect(Set(points) == Set(space.grid() ?? [])) }
    }

    @Test func `draws without replacement take likely points first`() throws {
        // After 64 known points in a row, the rest is listed in the order of draws. Both parts must have the same law.
        let space = try SearchSpace([.init("i", .logIntegers(1, 3))])
        var firsts: [ParameterValue: Int] = [:]
        var orders: [String: Int] = [:]
        for seed in 0..<6000 as Range<UInt64> {
            let points = try RandomSearch(space, count: 3, seed: seed).points
            firsts[points[0].entries[0].value, default: 0] += 1
            orders[points.map { "\($0.entries[0].value)" }.joined(), default: 0] += 1
        }
        let p = (1...3).map { Portable.exp(space.logProbability(of: ["i": .int($0)])) }
        for value in 1...3 { #expect(abs(Double(firsts[.int(value)] ?? 0) / 6000 - p[value - 1]) < 0.033) }
        #expect(abs(Double(orders["321"] ?? 0) / 6000 - p[2] * p[1] / (1 - p[2])) < 0.02)
        #expect(abs(Double(orders["132"] ?? 0) / 6000 - p[0] * p[2] / (1 - p[0])) < 0.033)
    }

    @Test func `a rest that is listed has the order of draws`() throws {
        // A point of probability 1 - 2e-4 hides two that are found only in the list, one of them twice as likely.
        let space = try SearchSpace([.init("i", .logIntegers(1, 1000))])
        var distinct = DistinctPoints(space, seed: 9)
        for value in 1...1000 where value != 500 && value != 999 { _ = distinct.insert(["i": .int(value)]) }
        var lowFirst = 0
        for seed in 0..<3000 as Range<UInt64> {
            var copy = DistinctPoints(space, seed: seed)
            for value in 1...1000 where value != 500 && value != 999 { _ = copy.insert(["i": .int(value)]) }
            if copy.next() == ["i": .int(500)] { lowFirst += 1 }
            _ = copy.next()
            #expect(copy.next() == nil)
        }
        #expect(abs(Double(lowFirst) / 3000 - 999 / 1499.0) < 0.043)
    }

    @Test func `a space in which most draws coincide has each of its points once`() throws {
        let space = try SearchSpace([
            .init("model", .choices([.string("ridge"), .string("svc")])),
            .init("C", .logUniform(1, 10), when: "model", isOneOf: [.string("svc")]),
        ])
        let points = try RandomSearch(space, count: 40, seed: 2).points
        #expect(points.count == 40 && points.count { $0["model"] == .string("ridge") } == 1)
        // Between two neighbouring numbers, there are few.
        let narrow = try SearchSpace([.init("u", .uniform(1, 1.0000000000000002))])
        #expect(try RandomSearch(narrow, count: 10, seed: 2).points.count == 2)
    }

    @Test func `batches have all points in order`() throws {
        let space = try SearchSpace(Self.mixed)
        var search = try RandomSearch(space, count: 10, seed: 3, batch: 4)
        let whole = try RandomSearch(space, count: 10, seed: 3)
        var candidates: [Proposal.Candidate] = []
        var sizes: [Int] = []
        while let proposal = search.propose(after: []) {
            sizes.append(proposal.candidates.count)
            candidates += proposal.candidates
        }
        #expect(sizes == [4, 4, 2])
        #expect(candidates.map(\.id) == Array(0..<10) && candidates.map(\.point) == whole.points)
    }

    @Test func `invalid settings throw an error`() throws {
        let space = try SearchSpace(Self.mixed)
        let count = #expect(throws: StrategyError.self) { try RandomSearch(space, count: 0) }
        #expect(count?.description == "count is 0; expected an integer of at least 1")
        #expect(throws: StrategyError.self) { try RandomSearch(space, count: 1, batch: 0) }
        let wide = try SearchSpace((0..<129).map { .init("\($0)", .uniform(0, 1)) })
        let sobol = #expect(throws: StrategyError.self) { try RandomSearch(wide, count: 1, sampling: .sobol) }
        #expect(
            sobol?.description == "sampling is sobol for 129 dimensions; expected another for more than 128")
        #expect(try RandomSearch(wide, count: 1, sampling: .latinHypercube).points[0].entries.count == 129)
    }
}
