import Foundation
import Testing

/// Ctrl-C ends a search long before its end, and nothing is written.
@Suite struct InterruptionTests {
    @Test(.timeLimit(.minutes(5))) func searchIsCancelled() async throws {
        let folder = try TemporaryFolder()
        // Many minutes of work.
        let run = try Trellis.start([
            "search", "datasets/digits.csv", "--target", "digit", "--pipeline", "standard-scaler | svc",
            "--grid", "svc.C=0.01:1000:log:100", "--grid", "svc.gamma=0.0001:1:log:10", "--json",
            folder["out.json"],
        ])
        while !run.handlesInterrupts { try await Task.sleep(for: .milliseconds(50)) }
        // Tasks are running by now, most likely; if not, the end is the same.
        try await Task.sleep(for: .seconds(1))
        run.interrupt()
        let end = try run.end()
        #expect(end.status == 130)
        #expect(end.errors == "interrupted: the search was cancelled; nothing was written\n")
        #expect(end.output == "")
        #expect(try folder.names == [])
    }
}
