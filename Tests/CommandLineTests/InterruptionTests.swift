import Foundation
import Testing

/// Ctrl-C ends a search long before its end, and nothing is written.
@Suite struct InterruptionTests {
    @Test func searchIsCancelled() throws {
        let folder = try TemporaryFolder()
        // Hours of work.
        let run = try Trellis.start([
            "search", "datasets/digits.csv", "--target", "digit", "--pipeline", "standard-scaler | svc",
            "--grid", "svc.C=0.01:1000:log:100", "--grid", "svc.gamma=0.0001:1:log:100", "--json",
            folder["out.json"],
        ])
        // Long enough to have begun, on a busy machine too; if it has not, the signal's default ends it with 130 as well.
        Thread.sleep(forTimeInterval: 3)
        run.interrupt()
        let end = try run.end()
        #expect(end.status == 130)
        #expect(end.errors == "interrupted: the search was cancelled; nothing was written\n")
        #expect(end.output == "")
        #expect(try folder.names == [])
    }
}
