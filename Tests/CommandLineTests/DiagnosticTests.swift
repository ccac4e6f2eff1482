import Foundation
import Logging
import Testing

@testable import TrellisCommandLine

/// The diagnostics of `--log-level`.
@Suite struct DiagnosticTests {
    private static let search =
        "search datasets/iris.csv --target species --pipeline standard-scaler|svc --grid svc.C=0.1,1"

    @Test func aLineHasTimeLevelLabelMessageAndMetadata() {
        let line = DiagnosticHandler.line(
            at: Date(timeIntervalSince1970: 1_767_225_600.25), .notice, "search", "task failed",
            ["operation": "fit-svc", "error": "no \"good\" rows", "empty": ""])
        #expect(
            line
                == #"2026-01-01T00:00:00.250Z notice search: task failed empty="" error="no \"good\" rows" operation=fit-svc"#
        )
    }

    @Test func namesCannotChangeTheTerminalOrBeginALine() {
        let line = DiagnosticHandler.line(
            at: Date(), .info, "search", "read", ["file": "a\n2026 \u{1B}[2J\u{202E}b.csv"])
        #expect(!line.contains { "\n\u{1B}\u{202E}".contains($0) })
    }

    /// The lines of a level are those of the level above, and others.
    @Test func levelsShowMoreAndMore() throws {
        var counts: [Int] = []
        for level in Logger.Level.allCases.reversed() {
            let run = try Trellis.run("\(Self.search) --log-level \(level.rawValue)")
            #expect(run.status == 0)
            let lines = run.errors.split(separator: "\n")
            for line in lines {
                let found = try #require(line.wholeMatch(of: /\S+Z (\w+) search: .*/))
                #expect(try #require(Logger.Level(rawValue: String(found.1))) >= level)
            }
            counts.append(lines.count)
        }
        #expect(counts.prefix(4) == [0, 0, 0, 0])
        #expect(counts == counts.sorted() && Set(counts.suffix(3)).count == 3, "\(counts)")
    }

    @Test func aSearchLogsWhatItReadsPlansAndRuns() throws {
        let run = try Trellis.run("\(Self.search) --quiet --workers 2 --log-level debug")
        let lines = run.errors.split(separator: "\n").map { $0.drop { $0 != " " } }
        func expect(_ text: String) { #expect(lines.contains { $0.hasPrefix(" \(text)") }, "\(text)") }
        expect(
            "info search: read the data classes=3 columns=4 file=datasets/iris.csv rows=150 target=species")
        expect("debug search: column kind=number name=petal_length_cm")
        expect("info search: planned candidates=2 scores_known=0 splits=5 tasks=")
        expect("info search: opened the scheduler scheduler=threads:2 workers=2")
        expect("debug search: work is shared operation=")
        expect("debug search: run started tasks=")
        expect("debug search: scored a candidate candidate=1 parameters=\"svc.C=1.0\" score=0.9")
        expect("info search: refitting the best candidate")
        #expect(try Trellis.run(Self.search).errors == "")
    }

    @Test func failuresAreNotices() throws {
        let run = try Trellis.run(
            "search datasets/iris.csv --target species --pipeline pca|svc --grid pca.n_components=2,200 "
                + "--no-sharing --quiet --log-level notice")
        let lines = run.errors.split(separator: "\n").filter { $0.contains(" notice search: task failed ") }
        #expect(lines.count == 5, "\(run.errors)")
        #expect(lines.allSatisfy { $0.contains("operation=fit-pca") && $0.contains("error=") })
    }

    @Test func otherCommandsLogToo() throws {
        let table = try Trellis.run("table datasets/iris.csv --value-counts species --log-level debug")
        #expect(
            table.errors.contains("info table: opened the files columns=5 files=1 first=datasets/iris.csv"))
        #expect(table.errors.contains("debug table: run ended"))
        let options = "datasets/iris.csv --target species --pipeline svc --log-level info"
        #expect(try Trellis.run("plan \(options)").errors.contains(" info plan: planned "))
        let compare = try Trellis.run("compare \(options) --schedulers serial --repeat 1 --quiet")
        #expect(compare.errors.contains(" info compare: run started run=\"run 3 of 3"))
        let curve = try Trellis.run("curve \(options) --parameter svc.C=1,2 --quiet")
        #expect(curve.errors.contains(" info curve: read the data"))
    }

    @Test func unknownLevelsAreRefused() throws {
        let run = try Trellis.run("\(Self.search) --log-level loud")
        #expect(run.status == 2)
        #expect(
            run.errors
                == "error: --log-level: found 'loud', expected trace, debug, info, notice, warning, error, critical\n"
        )
        let folder = try TemporaryFolder()
        _ = try folder.write("log-level: info\n", to: "spec.yaml")
        let spec = try Trellis.run("\(Self.search) --quiet --spec \(folder["spec.yaml"])")
        #expect(spec.errors.contains(" info search: planned "))
    }
}
