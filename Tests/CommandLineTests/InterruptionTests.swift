import Foundation
import Testing

/// Ctrl-C and similar signals, and budgets, end a search early, with the results so far.
@Suite struct InterruptionTests {
    /// Half a minute of work or more, which is planned in no time, and of which the first candidate takes 50 ms.
    ///
    /// On a busy machine, a process may get a fiftieth of a core.
    private static let long = [
        "search", "datasets/breast-cancer.csv", "--target", "diagnosis", "--pipeline",
        "standard-scaler | svc",
        "--grid", "svc.C=0.01:1000:log:200", "--grid", "svc.gamma=0.0001:1:log:200", "--no-sharing",
        "--quiet",
    ]
    private static let candidates = 40_000

    @Test(
        .timeLimit(.minutes(20)),
        arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
    func searchEndsWithTheResultsSoFar(signal: Int32, status: Int32) throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.start(
            Self.long + [
                "--json", folder["out.json"], "--results", folder["out.csv"], "--save", folder["best.model"],
                "--events", folder["events.jsonl"],
            ])
        // On a busy machine it may take seconds until a candidate is scored.
        while run.isRunning, (try? folder.text("events.jsonl").contains("\"scored\"")) != true {
            usleep(50_000)
        }
        run.interrupt(by: signal)
        let end = try run.end()
        #expect(end.status == status)
        #expect(
            end.errors.hasPrefix(
                "interrupted: ending with the best so far; interrupt again to end without results\n"))
        #expect(end.errors.hasSuffix("interrupted: these are the results so far\n"))
        #expect(end.output.hasPrefix("best: svc.C="))
        #expect(end.output.contains("stopped before the search was complete\n"))
        #expect(try folder.names.sorted() == ["best.model", "events.jsonl", "out.csv", "out.json"])
        let found = try SearchJSON(folder.text("out.json"))
        #expect((1..<Self.candidates).contains(found.candidates.count))
        #expect(found.candidates.allSatisfy { $0.scores["accuracy"]?.splits.count == 5 })
    }

    @Test(.timeLimit(.minutes(20))) func interruptedTwiceNothingIsWritten() async throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.start(Self.long + ["--json", folder["out.json"]])
        while run.isRunning, !run.handlesInterrupts { try await Task.sleep(for: .milliseconds(50)) }
        try await Task.sleep(for: .seconds(2))
        // Both at once: during planning, before anything is scored, or during the refit.
        run.interrupt()
        try await Task.sleep(for: .milliseconds(5))
        run.interrupt(by: SIGTERM)
        let end = try run.end()
        #expect(end.status == 130 || end.status == 143)
        // The second signal may also come when the results are being printed, which it ends.
        #expect(end.errors.hasPrefix("interrupted: "))
    }

    @Test(.timeLimit(.minutes(20)), arguments: ["grid", "random:4000", "tpe:4000:8"])
    func aBudgetEndsTheSearchWithTheBestSoFar(method: String) throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(
            Self.long + ["--search", method, "--budget", "8s", "--json", folder["out.json"]])
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.output.contains("stopped after 8s, before the search was complete\n"))
        let found = try SearchJSON(folder.text("out.json"))
        #expect((1..<Self.candidates).contains(found.candidates.count))
    }

    @Test func aBudgetThatIsTooShortIsAnError() throws {
        let run = try Trellis.run(Self.long + ["--budget", "0.001s"])
        #expect(run.status == 1)
        #expect(
            run.errors == "error: the search was stopped before a candidate was scored on every split\n")
        #expect(run.output == "")
    }
}
