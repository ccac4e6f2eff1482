import Testing
import Trellis

/// Three hundred random small searches, with sharing, without it and without merging, against scikit-learn.
@Suite struct RandomParityTests {
    struct Golden: Decodable {
        let problems: [ParityProblem]
    }

    static let problems = Result { try Fixtures.golden("random_parity", as: Golden.self).problems }

    @Test func mostOfTheReferenceIsHeldStrictly() throws {
        let problems = try Self.problems.get()
        #expect(problems.count == 300)
        let splits = problems.flatMap(\.marks).joined()
        #expect(splits.count { $0 == "x" } < splits.count / 5)
    }

    /// Problems of which some scores are not the reference's with the kernels of some processors.
    ///
    /// - 172: a support vector machine whose reference's scores change, too, where every number moves by one unit in the
    ///   last place or its scale by a third.
    static let open: Set<Int> = [172]

    @Test(arguments: (try? problems.get()) ?? [])
    func scoresAreThoseOfTheReference(_ problem: ParityProblem) async throws {
        if Self.open.contains(problem.number) {
            // Which of them fail depends on the kernels that the processor has.
            await withKnownIssue(isIntermittent: true) { try await compare(problem) }
        } else {
            try await compare(problem)
        }
    }

    private func compare(_ problem: ParityProblem) async throws {
        var search = try problem.search()
        let data = try problem.data
        let scheduler = SerialScheduler()
        let shared = try await ParityScores(search.fit(data, on: scheduler))
        search.sharing = false
        let plain = try await ParityScores(search.fit(data, on: scheduler))
        search.merging = false
        let unmerged = try await ParityScores(search.fit(data, on: scheduler))

        let reference = problem.reference
        expectNone(plain.differences(from: reference, of: problem, within: 1e-5), "plain fits, scikit-learn")
        expectNone(shared.differences(from: reference, of: problem, within: 1e-5), "sharing, scikit-learn")
        // A closed solution is the same to rounding; one that is iterated for, to what the reference is held to.
        let tolerance = problem.isExact ? 1e-9 : 1e-5
        expectNone(shared.differences(from: plain, of: problem, within: tolerance), "sharing, plain fits")
        #expect(plain.hasSameBits(as: unmerged), "merging changes a bit")
        if !problem.marks.joined().contains("x") {
            let lead = abs(plain.means[shared.best] - plain.means[plain.best])
            #expect(shared.best == plain.best || problem.isExact && lead <= 1e-9, "another candidate is best")
        }
    }

    private func expectNone(
        _ differences: [String], _ sides: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let shown = differences.prefix(4).joined(separator: "; ")
        #expect(
            differences.isEmpty, "\(sides): \(differences.count): \(shown)", sourceLocation: sourceLocation)
    }
}
