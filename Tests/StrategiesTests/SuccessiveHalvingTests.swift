import Testing

@testable import Strategies

@Suite("Successive halving")
struct SuccessiveHalvingTests {
    private struct Golden: Decodable {
        struct Schedule: Decodable {
            let candidates: Int
            let minimum: String
            let maximum: Int
            let factor: Double
            let aggressive: Bool
            let n_candidates, n_resources: [Double]
            let n_remaining, n_required, n_possible: Int
        }
        struct Exhausting: Decodable { let minimum, maximum, candidates: Int }
        struct Selection: Decodable {
            let candidates, maximum: Int
            let factor: Double
            let numbers: [[Int]]
            let best: Int?
            let scores: [[String]]
        }
        let schedules: [Schedule]
        let exhausting: [Exhausting]
        let selections: [Selection]
    }

    private let golden: Golden

    init() throws { golden = try GoldenFile.read("successive_halving") }

    private func minimum(_ text: String) -> HalvingSchedule.MinResource {
        switch text {
        case "exhaust": .exhaust
        case "smallest": .smallest
        default: .units(Int(text) ?? 0)
        }
    }

    @Test func `schedules equal scikit-learn's`() throws {
        #expect(golden.schedules.count > 1000)
        for each in golden.schedules {
            let found = try HalvingSchedule(
                candidates: each.candidates, minResource: minimum(each.minimum), maxResource: each.maximum,
                factor: each.factor, aggressiveElimination: each.aggressive)
            let rungs = zip(each.n_candidates, each.n_resources).map {
                HalvingSchedule.Rung(candidates: Int($0), resource: Int($1))
            }
            #expect(found.rungs == rungs, "\(each)")
            #expect(found.remaining == each.n_remaining, "\(each)")
            #expect(
                found.requiredRungs == each.n_required && found.possibleRungs == each.n_possible, "\(each)")
        }
    }

    @Test func `candidates that exhaust the resource equal scikit-learn's`() {
        for each in golden.exhausting {
            #expect(
                HalvingSchedule.candidates(exhausting: each.maximum, from: each.minimum) == each.candidates)
        }
        #expect(HalvingSchedule.smallestRows(splits: 5, classes: 3) == 30)
        #expect(HalvingSchedule.smallestRows(splits: 5) == 10)
    }

    @Test func `the candidates of each rung equal scikit-learn's`() throws {
        #expect(golden.selections.count > 100)
        for each in golden.selections {
            let schedule = try HalvingSchedule(
                candidates: each.candidates, maxResource: each.maximum, factor: each.factor)
            var search = try SuccessiveHalving(Samples.numbered(each.candidates), schedule)
            var evaluations: [Evaluation] = []
            var numbers: [[Int]] = []
            while let proposal = search.propose(after: evaluations) {
                let scores = each.scores[numbers.count].map { Double($0) ?? .nan }
                numbers.append(proposal.candidates.map(\.id))
                // In any order: the order of the evaluations is no part of the result.
                evaluations += proposal.candidates.reversed().map {
                    Evaluation(of: $0, in: proposal, score: scores[$0.id])
                }
            }
            #expect(numbers == each.numbers)
            let last = numbers[numbers.count - 1]
            let ordered = last.compactMap { id in evaluations.last { $0.id == id } }
            #expect(Evaluation.best(of: ordered)?.id == each.best)
            #expect(evaluations.count == search.expectedEvaluations)
        }
    }

    @Test func `candidates without an evaluation are the worst`() throws {
        var search = try SuccessiveHalving(
            Samples.numbered(6), HalvingSchedule(candidates: 6, maxResource: 100, factor: 2))
        let initial = search.propose(after: [])
        let first = try #require(initial)
        let some = [1, 4].map { Evaluation(of: first.candidates[$0], in: first, score: -.infinity) }
        let next = search.propose(after: some)
        let second = try #require(next)
        #expect(second.candidates.map(\.id) == [5, 1, 4])
        #expect(second.resource == 2 * (first.resource ?? 0))
    }

    @Test func `the documented schedule is right`() throws {
        let schedule = try HalvingSchedule(candidates: 27, smallest: 20, maxResource: 1000)
        #expect(schedule.rungs.map(\.candidates) == [27, 9, 3, 1])
        #expect(schedule.rungs.map(\.resource) == [37, 111, 333, 999])
    }

    @Test func `invalid settings throw an error`() throws {
        func message(_ make: () throws -> HalvingSchedule) -> String? {
            do { return try make().rungs.isEmpty ? nil : nil } catch { return "\(error)" }
        }
        #expect(
            message { try HalvingSchedule(candidates: 0, maxResource: 9) }
                == "candidates is 0; expected an integer of at least 1")
        #expect(
            message { try HalvingSchedule(candidates: 4, maxResource: 0) }
                == "maxResource is 0; expected an integer of at least 1")
        #expect(
            message { try HalvingSchedule(candidates: 4, maxResource: 9, factor: 1) }
                == "factor is 1.0; expected a finite number greater than 1")
        #expect(message { try HalvingSchedule(candidates: 4, maxResource: 9, factor: .nan) } != nil)
        #expect(
            message { try HalvingSchedule(candidates: 4, minResource: .units(10), maxResource: 9) }
                == "minResource is 10; expected at most maxResource, which is 9")
        #expect(
            message { try HalvingSchedule(candidates: 4, minResource: .units(0), maxResource: 9) }
                == "minResource is 0; expected an integer of at least 1")
        let error = #expect(throws: StrategyError.self) {
            try SuccessiveHalving(Samples.numbered(3), HalvingSchedule(candidates: 4, maxResource: 9))
        }
        #expect(
            error?.description
                == "points is 3; expected as many as the first rung has candidates, which are 4")
    }

    @Test func `huge numbers are handled`() throws {
        let schedule = try HalvingSchedule(
            candidates: .max, minResource: .smallest, maxResource: .max, factor: 2)
        #expect(schedule.rungs.count == 64 && schedule.rungs.allSatisfy { $0.candidates >= 1 })
        let steep = try HalvingSchedule(candidates: 10, maxResource: 100, factor: 1e300)
        #expect(steep.rungs == [.init(candidates: 10, resource: 100)])
    }
}
