import Testing

@testable import Strategies

@Suite("Hyperband")
struct HyperbandTests {
    private struct Golden: Decodable {
        struct Case: Decodable {
            let maximum, factor, minimum: Int
            let brackets: [[[Int]]]
        }
        let cases: [Case]
    }

    @Test func `brackets equal those of the paper`() throws {
        let golden: Golden = try GoldenFile.read("hyperband")
        let space = try SearchSpace([.init("u", .uniform(0, 1))])
        for each in golden.cases {
            let found = try Hyperband(
                space, maxResource: each.maximum, minResource: each.minimum, factor: each.factor)
            #expect(found.brackets.map { $0.map { [$0.candidates, $0.resource] } } == each.brackets)
        }
    }

    @Test func `each bracket keeps its best candidates, with numbers of their own`() throws {
        let space = try SearchSpace([.init("u", .uniform(0, 1))])
        var search = try Hyperband(space, maxResource: 9, seed: 4)
        var evaluations: [Evaluation] = []
        var proposals: [Proposal] = []
        while let proposal = search.propose(after: evaluations) {
            proposals.append(proposal)
            evaluations += proposal.candidates.map { candidate in
                guard case .double(let u) = candidate.point["u"] else { fatalError("u is a double") }
                return Evaluation(of: candidate, in: proposal, score: u)
            }
        }
        #expect(proposals.map(\.candidates.count) == [9, 3, 1, 5, 1, 3])
        #expect(proposals.map(\.resource) == [1, 3, 9, 3, 9, 9])
        #expect(proposals[0].candidates.map(\.id) == Array(0..<9))
        #expect(proposals[3].candidates.map(\.id) == Array(9..<14))
        #expect(proposals[5].candidates.map(\.id) == Array(14..<17))
        #expect(Set(evaluations.map(\.point)).count == 17)
        let best = evaluations[0..<9].max { ($0.score ?? 0) < ($1.score ?? 0) }
        #expect(proposals[2].candidates.map(\.id) == [best?.id])
        #expect(search.expectedEvaluations == 22)
    }

    @Test func `a space with few points has smaller brackets`() throws {
        let space = try SearchSpace([.init("i", .integers(1, 4))])
        let search = try Hyperband(space, maxResource: 27)
        #expect(search.brackets.map { $0.map(\.candidates) } == [[4, 1, 1, 1], [4, 1, 1], [4, 1], [4]])
    }

    @Test func `invalid settings throw an error`() throws {
        let space = try SearchSpace([])
        func message(_ maxResource: Int, _ minResource: Int, _ factor: Int) -> String? {
            do {
                _ = try Hyperband(space, maxResource: maxResource, minResource: minResource, factor: factor)
                return nil
            } catch { return "\(error)" }
        }
        #expect(message(9, 0, 3) == "minResource is 0; expected an integer of at least 1")
        #expect(message(9, 10, 3) == "maxResource is 9; expected an integer of at least 10")
        #expect(message(9, 1, 1) == "factor is 1; expected an integer of at least 2")
        #expect(
            message(.max, 1, 3)
                == "minResource is 1; expected at least a millionth of maxResource, which is \(Int.max)")
        #expect(message(.max, .max / 2, .max) == nil)
    }
}
