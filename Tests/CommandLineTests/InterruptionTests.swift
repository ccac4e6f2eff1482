import Foundation
import Testing

/// Ctrl-C and similar signals interrupt a search early, and nothing is written.
@Suite struct InterruptionTests {
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
    func searchIsCancelled(signal: Int32, status: Int32) async throws {
        let folder = try TemporaryFolder()
        // Hours of work: on a busy machine it may take a minute until this goes on.
        let run = try Trellis.start([
            "search", "datasets/digits.csv", "--target", "digit", "--pipeline", "standard-scaler | svc",
            "--grid", "svc.C=0.01:1000:log:300", "--grid", "svc.gamma=0.0001:1:log:100", "--no-sharing",
            "--json",
            folder["out.json"],
        ])
        while run.isRunning, !run.handlesInterrupts { try await Task.sleep(for: .milliseconds(50)) }
        // Tasks are running by now, most likely; if not, the end is the same.
        try await Task.sleep(for: .seconds(1))
        run.interrupt(by: signal)
        let end = try run.end()
        #expect(end.status == status)
        #expect(end.errors == "interrupted: the search was cancelled; nothing was written\n")
        #expect(end.output == "")
        #expect(try folder.names == [])
    }
}
