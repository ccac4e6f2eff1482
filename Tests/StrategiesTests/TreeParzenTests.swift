import Learning
import Testing

@testable import Strategies

@Suite("Tree-structured Parzen estimator")
struct TreeParzenTests {
    private func number(_ value: ParameterValue?) -> Double {
        switch value {
        case .double(let number): number
        case .int(let number): Double(number)
        default: .nan
        }
    }

    /// The best score of a search.
    private func best(_ strategy: some SearchStrategy, _ score: (SearchSpace.Point) -> Double) -> Double {
        var strategy = strategy
        var evaluations: [Evaluation] = []
        while let proposal = strategy.propose(after: evaluations) {
            evaluations += proposal.candidates.map {
                Evaluation(of: $0, in: proposal, score: score($0.point))
            }
        }
        return Evaluation.best(of: evaluations)?.score ?? -.infinity
    }

    /// A function with a known maximum of 0, and the space that it is searched in.
    struct Problem: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let dimensions: [SearchSpace.Dimension]
        let score: @Sendable (SearchSpace.Point) -> Double
    }

    private static func value(_ point: SearchSpace.Point, _ name: String) -> Double {
        switch point[name] {
        case .double(let number): number
        case .int(let number): Double(number)
        default: .nan
        }
    }

    private static let problems = [
        Problem(
            testDescription: "sphere of five numbers",
            dimensions: (0..<5).map { .init("x\($0)", .uniform(-5, 5)) }
        ) { point in -(0..<5).reduce(0) { $0 + (value(point, "x\($1)") - 1) * (value(point, "x\($1)") - 1) }
        },
        Problem(
            testDescription: "narrow optimum of two logarithmic ranges",
            dimensions: [.init("C", .logUniform(1e-4, 1e4)), .init("gamma", .logUniform(1e-6, 1e2))]
        ) { point in
            let (c, gamma) = (
                Portable.log(value(point, "C") / 30), Portable.log(value(point, "gamma") / 0.002)
            )
            return -(c * c + gamma * gamma)
        },
        Problem(
            testDescription: "Branin",
            dimensions: [.init("x", .uniform(-5, 10)), .init("y", .uniform(0, 15))]
        ) { point in
            let (x, y) = (value(point, "x"), value(point, "y"))
            let valley = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
            // cos x by its square, which is within 2e-2 of it: the function is then as wavy.
            let turns = (x / (2 * Double.pi)).rounded()
            let angle = x - turns * 2 * Double.pi
            let square = angle * angle
            let cosine = 1 - square / 2 + square * square / 24 - square * square * square / 720
            return -(valley * valley + 10 * (1 - 1 / (8 * Double.pi)) * cosine + 10)
        },
        Problem(
            testDescription: "integers and choices",
            dimensions: [.init("i", .integers(0, 1000)), .init("g", .logIntegers(1, 10_000))]
                + (0..<4).map { .init("c\($0)", .choices((0..<6).map { .int($0) })) }
        ) { point in
            let i = (value(point, "i") - 700) / 100
            let g = Portable.log(value(point, "g") / 50)
            return (0..<4).reduce(-i * i - g * g) { $0 - (value(point, "c\($1)") == Double($1) ? 0 : 2) }
        },
        Problem(
            testDescription: "a branch of a condition",
            dimensions: [
                .init("model", .choices([.string("svc"), .string("ridge"), .string("none")])),
                .init("C", .logUniform(1e-4, 1e4), when: "model", isOneOf: [.string("svc")]),
                .init("gamma", .logUniform(1e-6, 1e2), when: "model", isOneOf: [.string("svc")]),
                .init("alpha", .logUniform(1e-4, 1e4), when: "model", isOneOf: [.string("ridge")]),
            ]
        ) { point in
            switch point["model"] {
            case .string("svc"):
                let (c, gamma) = (
                    Portable.log(value(point, "C") / 30), Portable.log(value(point, "gamma") / 0.002)
                )
                return -(c * c + gamma * gamma)
            case .string("ridge"): return -20 - abs(Portable.log(value(point, "alpha")))
            default: return -30
            }
        },
    ]

    @Test(arguments: problems, [false, true])
    func `beats random search over many seeds`(problem: Problem, multivariate: Bool) throws {
        let space = try SearchSpace(problem.dimensions)
        var wins = 0
        for seed in 0..<30 as Range<UInt64> {
            let parzen = best(
                try TreeParzenEstimator(space, count: 80, seed: seed, multivariate: multivariate),
                problem.score)
            let random = best(try RandomSearch(space, count: 80, seed: seed + 1000), problem.score)
            if parzen > random { wins += 1 }
        }
        // With equal chances, 22 wins of 30 have a probability of 0.8 %.
        #expect(wins >= 22)
    }

    @Test func `the first points are spread evenly over each dimension`() throws {
        let space = try SearchSpace([
            .init("u", .uniform(0, 8)), .init("c", .choices([.int(0), .int(1), .int(2), .int(3)])),
        ])
        // Also if the search ends before all points of its start.
        for (seed, (count, startup)) in (0..<20).flatMap({ seed in [(seed, (30, 8)), (seed, (8, 20))] }) {
            var search = try TreeParzenEstimator(space, count: count, seed: UInt64(seed), startup: startup)
            let first = search.propose(after: [])
            let points = try #require(first).candidates.map(\.point)
            #expect(Set(points.map { Int(number($0["u"])) }) == Set(0..<8))
            #expect((0..<4).allSatisfy { choice in points.count { $0["c"] == .int(choice) } == 2 })
        }
    }

    @Test func `the first proposal is the start, and others have the size of the batch`() throws {
        let space = try SearchSpace([.init("u", .uniform(0, 1))])
        var search = try TreeParzenEstimator(space, count: 20, seed: 1, startup: 7, batch: 4)
        var evaluations: [Evaluation] = []
        var sizes: [Int] = []
        while let proposal = search.propose(after: evaluations) {
            sizes.append(proposal.candidates.count)
            evaluations += proposal.candidates.map {
                Evaluation(of: $0, in: proposal, score: number($0.point["u"]))
            }
        }
        #expect(sizes == [7, 4, 4, 4, 1])
        #expect(evaluations.map(\.id) == Array(0..<20))
        #expect(search.expectedEvaluations == 20)
        // Points that are being evaluated belong to the start.
        var waiting = try TreeParzenEstimator(space, count: 20, seed: 1, startup: 7, batch: 4)
        #expect((0..<3).map { _ in waiting.propose(after: [])?.candidates.count } == [7, 4, 4])
    }

    @Test func `points that are being evaluated push others away`() throws {
        let space = try SearchSpace([.init("u", .uniform(0, 1))])
        // The spread of a batch, and of the same number of points that do not know of each other.
        var (together, apart) = (0.0, 0.0)
        for seed in 0..<40 as Range<UInt64> {
            func spread(_ points: [Double]) -> Double {
                let mean = points.reduce(0, +) / Double(points.count)
                return points.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            }
            let history = (0..<30).map { number in
                let u = Double(number) / 30
                return Evaluation(id: -1 - number, point: ["u": .double(u)], score: -(u - 0.4) * (u - 0.4))
            }
            var batch = try TreeParzenEstimator(space, count: 100, seed: seed, batch: 20)
            together += spread(
                (batch.propose(after: history)?.candidates ?? []).map { number($0.point["u"]) })
            let others = try (0..<20 as Range<UInt64>).map { other in
                var single = try TreeParzenEstimator(space, count: 100, seed: seed * 100 + other + 7)
                return number(single.propose(after: history)?.candidates[0].point["u"])
            }
            apart += spread(others)
        }
        #expect(together > 10 * apart)
    }

    /// Points of a batch take values of earlier steps from each other, where these are as promising, and find as good ones.
    ///
    /// Those of other batches are known, and their fits are not at hand.
    @Test(arguments: [false, true])
    func `points of a batch share earlier steps`(multivariate: Bool) throws {
        var (distinct, best): ([Bool: Int], [Bool: [Double]]) = ([:], [:])
        for sharing in [false, true] {
            var earlier = SearchSpace.Dimension("k", .uniform(0, 1))
            earlier.isOfEarlierStep = sharing
            let space = try SearchSpace([.init("c", .uniform(0, 1)), earlier])
            for seed in 0..<30 as Range<UInt64> {
                var search = try TreeParzenEstimator(
                    space, count: 60, seed: seed, multivariate: multivariate, batch: 5)
                var evaluations: [Evaluation] = []
                var known: Set<ParameterValue?> = []
                while let proposal = search.propose(after: evaluations) {
                    evaluations += proposal.candidates.map { candidate in
                        let (k, c) = (number(candidate.point["k"]), number(candidate.point["c"]))
                        let score = -(k - 0.3) * (k - 0.3) - (c - 0.8) * (c - 0.8) - 0.5 * k * c
                        return Evaluation(of: candidate, in: proposal, score: score)
                    }
                    let values = Set(proposal.candidates.map { $0.point["k"] })
                    #expect(values.isDisjoint(with: known))
                    known.formUnion(values)
                    if proposal.candidates[0].id > 0 { distinct[sharing, default: 0] += values.count }
                }
                #expect(Set(evaluations.map(\.point)).count == 60)
                best[sharing, default: []].append(evaluations.compactMap(\.score).max() ?? -.infinity)
            }
        }
        // 10 batches of 5 points in each of 30 searches.
        #expect(distinct[false] == 1500)
        #expect((distinct[true] ?? 0) < (multivariate ? 1200 : 1450), "\(distinct)")
        let wins = zip(best[true] ?? [], best[false] ?? []).count { $0 > $1 }
        // With equal chances, 8 wins of 30 or fewer have a probability of 0.8 %.
        #expect(wins > 8, "\(wins)")
    }

    @Test func `evaluations of another search are learned from`() throws {
        let space = try SearchSpace([.init("u", .uniform(0, 1)), .init("c", .choices([.int(0), .int(1)]))])
        let history = (0..<100).map { number in
            let u = Double(number) / 100
            return Evaluation(
                id: -1 - number, point: ["u": .double(u), "c": .int(number % 2)],
                score: -abs(u - 0.7) - Double(number % 2))
        }
        var near = 0
        for seed in 0..<50 as Range<UInt64> {
            var search = try TreeParzenEstimator(space, count: 3, seed: seed)
            let next = search.propose(after: history)
            let point = try #require(next).candidates[0].point
            if abs(number(point["u"]) - 0.7) < 0.15, point["c"] == .int(0) { near += 1 }
        }
        #expect(near > 40)
    }

    @Test func `values that the space does not have are passed over`() throws {
        let space = try SearchSpace([.init("u", .uniform(0, 1)), .init("i", .integers(0, 3))])
        let points: [SearchSpace.Point] = [
            ["u": .double(3)], ["u": .string("a"), "i": .int(9)], [:], ["v": .double(1)],
            ["u": .int(1), "i": .int(2)],
            ["u": .double(.nan), "i": .double(2)],
        ]
        #expect(space.numbers(of: points[4]) == [1, 2])
        #expect(space.numbers(of: points[1]) == [nil, nil])
        #expect(space.numbers(of: points[5]) == [nil, nil])
        for multivariate in [false, true] {
            var search = try TreeParzenEstimator(space, count: 3, startup: 2, multivariate: multivariate)
            let proposal = search.propose(
                after: points.enumerated().map { Evaluation(id: -1 - $0, point: $1, score: 1) })
            #expect(proposal?.candidates.count == 1)
        }
    }

    @Test func `a finite space is searched once, and then the search is over`() throws {
        let space = try SearchSpace([.init("i", .integers(1, 7)), .init("c", .choices([.int(0), .int(1)]))])
        for multivariate in [false, true] {
            var search = try TreeParzenEstimator(space, count: 1000, startup: 3, multivariate: multivariate)
            #expect(search.expectedEvaluations == 14)
            var evaluations: [Evaluation] = []
            while let proposal = search.propose(after: evaluations) {
                evaluations += proposal.candidates.map {
                    Evaluation(of: $0, in: proposal, score: number($0.point["i"]))
                }
            }
            #expect(Set(evaluations.map(\.point)) == Set(space.grid() ?? []) && evaluations.count == 14)
        }
    }

    @Test func `parameters with the same condition are sampled together`() throws {
        let words = ["a", "b"].map { ParameterValue.string($0) }
        let space = try SearchSpace([
            .init("C", .uniform(0, 1), when: "model", isOneOf: [words[0]]), .init("model", .choices(words)),
            .init("gamma", .uniform(0, 1), when: "model", isOneOf: [words[0]]),
            .init("fixed", .integers(1, 1)),
            .init("alpha", .uniform(0, 1), when: "model", isOneOf: [words[1]]),
            .init("scale", .integers(0, 1)),
        ])
        #expect(space.groups(together: true) == [[1, 5], [0, 2], [3], [4]])
        #expect(space.groups(together: false) == [[1], [0], [2], [3], [4], [5]])
    }

    @Test func `invalid settings throw an error`() throws {
        let space = try SearchSpace([])
        #expect(throws: StrategyError.self) { try TreeParzenEstimator(space, count: 0) }
        #expect(throws: StrategyError.self) { try TreeParzenEstimator(space, count: 1, startup: -1) }
        #expect(throws: StrategyError.self) { try TreeParzenEstimator(space, count: 1, candidates: 0) }
        #expect(throws: StrategyError.self) { try TreeParzenEstimator(space, count: 1, batch: 0) }
    }
}
