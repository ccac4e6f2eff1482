import Foundation
import Testing

/// Every reader of foreign bytes, on inputs that once broke it and on 20,000 that are nearly valid.
///
/// `make fuzz` goes on where these tests end: libFuzzer looks for inputs that reach new code, under address sanitizer.
@Suite(.timeLimit(.minutes(20))) struct FuzzTests {
    @Test(arguments: FuzzTarget.all) func seedsAndCorpusAreRead(_ target: FuzzTarget) throws {
        let inputs = try target.seeds() + target.corpus() + [[]]
        for input in inputs { target.run(input) }
    }

    @Test(arguments: FuzzTarget.all) func whatIsNearlyValidIsReadOrRefused(_ target: FuzzTarget) throws {
        var mutation = Mutation(of: try target.seeds() + target.corpus(), seed: 1)
        for _ in 0..<20_000 { target.run(mutation.next()) }
    }

    #if FUZZING
        /// What `make fuzz` runs: the target that the environment names, until the time is over.
        @Test(.enabled(if: LibFuzzer.request != nil)) func fuzz() throws {
            guard let request = LibFuzzer.request else { return }
            let target = try #require(FuzzTarget.all.first { $0.name == request.target })
            try LibFuzzer.run(target, request)
        }
    #endif
}
