import Foundation
import Testing

@testable import TrellisCommandLine

/// The files that `--events` and `--trace` write.
@Suite struct RecordingTests {
    private static let search = [
        "search", "datasets/iris.csv", "--target", "species", "--pipeline", "standard-scaler | pca | svc",
        "--grid", "pca.n_components=2,3", "--grid", "svc.C=0.1,1,10", "--quiet",
    ]

    private func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test(arguments: ["threads", "serial"], [nil, "tpe:6"])
    func eventsAreThoseOfTheResults(scheduler: String, strategy: String?) throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(
            Self.search + ["--scheduler", scheduler, "--json", folder["json"], "--events", folder["events"]]
                + (strategy.map { ["--search", $0] } ?? []))
        #expect(run.status == 0 && run.errors == "")
        let results = try SearchJSON(folder.text("json"))
        let events = try objects(folder.text("events"))
        func named(_ name: String) -> [[String: Any]] { events.filter { $0["event"] as? String == name } }
        let finished = named("finished")
        #expect(named("started").count == finished.count)
        let ended = named("ended").compactMap { $0["tasks"] as? Int }
        #expect(ended.reduce(0, +) == finished.count)
        #expect(ended.dropLast().reduce(0, +) == results.plan.tasksMerged)
        #expect(named("refitting").count == 1 && named("failed").isEmpty)
        #expect(named("planned").count == named("run").count - 1)
        let scores = named("scored").compactMap { ($0["scores"] as? [String: Double])?["accuracy"] }
        #expect(scores.count == results.candidates.count)
        // One of the two readers of JSON rounds the last digit.
        let expected = results.candidates.compactMap { $0.scores["accuracy"]?.mean }
        #expect(zip(scores.sorted(), expected.sorted()).allSatisfy { abs($0 - $1) < 1e-14 })
        for task in finished {
            let (start, end) = (task["start"] as? Double ?? -1, task["end"] as? Double ?? -2)
            #expect(0 <= start && start <= end)
        }
        // Every candidate and split is served by some task, and the data serve all.
        let served = finished.compactMap { $0["candidateCount"] as? Int }
        #expect(served.max() == (strategy == nil ? 6 : 1) || strategy != nil)
        #expect(Set(finished.flatMap { $0["splits"] as? [Int] ?? [] }) == [0, 1, 2, 3, 4])
    }

    @Test func aTraceHasARowAWorkerAndABarATask() throws {
        let folder = try TemporaryFolder()
        let run = try Trellis.run(
            Self.search + ["--workers", "2", "--trace", folder["trace"], "--events", folder["events"]])
        #expect(run.status == 0)
        let trace = try #require(
            JSONSerialization.jsonObject(with: Data(folder.text("trace").utf8)) as? [[String: Any]])
        let bars = trace.filter { $0["ph"] as? String == "X" }
        let finished = try objects(folder.text("events")).filter { $0["event"] as? String == "finished" }
        #expect(bars.count == finished.count)
        #expect(Set(bars.compactMap { $0["tid"] as? Int }).isSubset(of: [0, 1]))
        #expect(bars.allSatisfy { ($0["dur"] as? Double ?? -1) >= 0 })
        let rows = trace.filter { $0["name"] as? String == "thread_name" }
        #expect(Set(rows.compactMap { $0["tid"] as? Int }) == [0, 1])
    }

    /// What a killed search has written is whole lines, except possibly the last.
    @Test func eventsOfAKilledSearchAreThere() throws {
        let folder = try TemporaryFolder()
        let started = try Trellis.start([
            "search", "datasets/digits.csv", "--target", "digit", "--pipeline", "pca | svc",
            "--grid", "pca.n_components=2:60:lin:59", "--grid", "svc.C=0.1:100:log:50", "--quiet",
            "--events", folder["events"],
        ])
        var lines = 0
        while lines < 20, started.isRunning {
            Thread.sleep(forTimeInterval: 0.05)
            lines = ((try? folder.text("events")) ?? "").split(separator: "\n").count
        }
        started.interrupt(by: SIGKILL)
        _ = try started.end()
        let events = try objects(
            folder.text("events").split(separator: "\n").dropLast().joined(separator: "\n"))
        #expect(events.count >= 19 && events[0]["event"] as? String == "planned")
    }

    @Test func aFileThatCannotBeWrittenIsRefusedBeforeTheSearch() throws {
        let run = try Trellis.run(Self.search + ["--events", "/nowhere/events.jsonl"])
        #expect(run.status == 1 && run.output == "")
        #expect(run.errors.hasPrefix("error: /nowhere/events.jsonl: cannot be written"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDiskEndsWithTheResults() throws {
        let run = try Trellis.run(Self.search + ["--events", "/dev/full"])
        #expect(run.status == 1)
        #expect(run.output.contains("best"))
        #expect(run.errors.contains("error: /dev/full: cannot be written"))
    }

    @Test func textsAreJSON() throws {
        var object = JSONObjectText()
        let hostile = "a\"b\\c\n\u{1}\u{2028}</script>\u{1F600}"
        object.add(escaping: hostile, json: JSONObjectText.quoted(hostile))
        object.add("number", Double.nan)
        let parsed = try #require(
            JSONSerialization.jsonObject(with: Data(object.text.utf8)) as? [String: Any])
        #expect(parsed[hostile] as? String == hostile)
        #expect(parsed["number"] is NSNull)
        #expect(!object.text.contains("\n"))
    }
}
