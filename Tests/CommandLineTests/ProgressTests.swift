import Foundation
import TaskGraph
import Testing

@testable import ModelSelection
@testable import TrellisCommandLine

/// The lines that show how far a search is.
@Suite struct ProgressTests {
    private struct Step: TaskOperation {
        let name: String
        let number: Int
        let seconds: Double

        func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(number) }
        func estimate(for inputs: [TaskEstimate]) -> TaskEstimate { TaskEstimate(seconds: seconds) }
        func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable { number }
    }

    /// Ten short tasks and ten that are estimated to take nine times as long.
    private static func graph() -> (graph: TaskGraph, tasks: [TaskID]) {
        var graph = TaskGraph()
        let tasks = (0..<20).map {
            graph.insert(
                Step(name: $0 < 10 ? "short" : "long", number: $0, seconds: $0 < 10 ? 1 : 9), inputs: [])
        }
        return (graph, tasks)
    }

    private static func account(estimated: Bool) -> (work: WorkAccount, tasks: [TaskID]) {
        let (graph, tasks) = graph()
        var work = WorkAccount(RunStart(graph, taskCount: 20, workers: 2, instant: .now))
        if estimated { work.add(.init(graph, outputs: tasks)) }
        return (work, tasks)
    }

    private static func run(_ task: TaskID, worker: Int = 0, seconds: Double) -> TaskRun {
        TaskRun(task: task, worker: worker, startSeconds: 0, endSeconds: seconds, failure: nil)
    }

    @Test func theShareIsThatOfTheWorkAndNotOfTheTasks() {
        var (work, tasks) = Self.account(estimated: true)
        for task in tasks.prefix(10) {
            work.start(task, worker: 0, at: 0)
            work.finish(Self.run(task, seconds: 2))
        }
        // Twice as slow as estimated: 20 s are done, and 180 s of one worker are left.
        #expect(work.share(at: 0) == 0.1)
        #expect(work.secondsLeft(at: 0) == 90)
        // A task that runs counts.
        work.start(tasks[10], worker: 0, at: 0)
        #expect(work.work(at: 9) == (29, 171))
        #expect(work.runningNames == ["long"])
        // A task that takes longer than estimated is not negative work.
        #expect(work.work(at: 1000).left == 162)
    }

    @Test func estimatesThatComeLateCountFinishedTasksByTheMeanOfTheirKind() {
        var (work, tasks) = Self.account(estimated: false)
        for task in tasks.prefix(5) {
            work.start(task, worker: 0, at: 0)
            work.finish(Self.run(task, seconds: 1))
        }
        #expect(work.share(at: 0) == 0.25)
        work.add(.init(Self.graph().graph, outputs: nil))
        #expect(work.share(at: 0) == 0.05)
    }

    /// Estimates are computed beside a run, and may be there only when it has ended or another one has begun.
    @Test func estimatesThatComeAfterTheRunBelongToNoOther() {
        let (graph, tasks) = Self.graph()
        let run = RunStart(graph, taskCount: 20, workers: 2, instant: .now)
        let estimates = WorkAccount.Estimates(graph, outputs: tasks)
        var status = SearchStatus(activity: "searching", at: 0)
        status.add(estimates, ofRun: run)
        #expect(status.share(at: 0) == nil)
        status.receive(.run(.planned(run)), at: 0)
        for task in tasks {
            status.receive(.run(.started(task, worker: 0)), at: 0)
            status.receive(.run(.finished(Self.run(task, seconds: 1))), at: 1)
        }
        status.receive(.run(.ended(tasksRun: 20, seconds: 1)), at: 1)
        status.add(estimates, ofRun: run)
        #expect(status.share(at: 1) == 1 && status.secondsLeft(at: 1) == 0)

        // The next run has one operation, and the estimates of the first have twenty.
        var small = TaskGraph()
        let only = small.insert(Step(name: "only", number: 0, seconds: 1), inputs: [])
        let next = RunStart(
            small, taskCount: 1, workers: 2, instant: run.instant.advanced(by: .nanoseconds(1)))
        status.receive(.run(.planned(next)), at: 1)
        status.add(estimates, ofRun: run)
        status.receive(.run(.started(only, worker: 0)), at: 1)
        #expect(status.share(at: 1) == 0 && status.work?.runningNames == ["only"])
        status.add(WorkAccount.Estimates(small, outputs: [only]), ofRun: next)
        status.receive(.run(.finished(Self.run(only, seconds: 1))), at: 2)
        #expect(status.share(at: 2) == 1)
        status.add(estimates, ofRun: run)
        #expect(status.share(at: 2) == 1)
    }

    @Test func estimatesOfARunAreComputedOnceForEverythingThatShowsIt() async {
        let (graph, tasks) = Self.graph()
        let estimates = RunEstimates()
        let run = RunStart(graph, taskCount: 20, workers: 2, instant: .now)
        let work = estimates.of(run, outputs: tasks)
        #expect(estimates.of(run, outputs: tasks) == work)
        let next = RunStart(
            graph, taskCount: 20, workers: 2, instant: run.instant.advanced(by: .nanoseconds(1)))
        #expect(estimates.of(next, outputs: tasks) != work)
    }

    /// Of rows in chunks, the share is that of the pass, whose runs are short.
    @Test func theShareOfAPassIsThatOfItsChunks() {
        var status = SearchStatus(activity: "searching", at: 0)
        status.receive(.passed(PassProgress(pass: 1, chunks: 8, chunkCount: 8)), at: 1)
        status.receive(.passed(PassProgress(pass: 2, chunks: 0, chunkCount: 8)), at: 2)
        let (graph, _) = Self.graph()
        status.receive(.run(.planned(RunStart(graph, taskCount: 20, workers: 2, instant: .now))), at: 2)
        #expect(status.share(at: 2) == 0 && status.secondsLeft(at: 2) == nil)
        status.receive(.passed(PassProgress(pass: 2, chunks: 2, chunkCount: 8)), at: 4)
        #expect(status.share(at: 4) == 0.25 && status.secondsLeft(at: 4) == 6)
        #expect(
            ProgressText.log(status, at: 4) == "4 s: searching, pass 2 over the rows, 25 %, about 6 s left")
    }

    @Test func aFailedTaskIsCounted() {
        var (work, tasks) = Self.account(estimated: false)
        work.start(tasks[0], worker: 1, at: 0)
        let failure = TaskFailure(origin: TaskKey(high: 0, low: 1), operation: "short", message: "no")
        work.finish(TaskRun(task: tasks[0], worker: 1, startSeconds: 0, endSeconds: 1, failure: failure))
        #expect(work.failedCount == 1 && work.runningNames.isEmpty)
    }

    @Test(arguments: [
        (0.4, "0 s"), (59.4, "59 s"), (60, "1 min 0 s"), (3599.6, "1 h 0 min"), (7500, "2 h 5 min"),
        (90000, "1 d 1 h"), (.infinity, "unknown time"),
    ])
    func durations(seconds: Double, text: String) { #expect(ProgressText.duration(seconds) == text) }

    @Test(arguments: [1, 5, 20, 40, 80, 200], [true, false])
    func linesFitTheTerminal(width: Int, isUnicode: Bool) {
        let (graph, tasks) = Self.graph()
        var status = SearchStatus(activity: "searching", at: 0)
        status.receive(.run(.planned(RunStart(graph, taskCount: 20, workers: 2, instant: .now))), at: 0)
        status.receive(.run(.started(tasks[0], worker: 0)), at: 0)
        status.receive(.run(.finished(Self.run(tasks[0], seconds: 5))), at: 5)
        status.receive(.run(.started(tasks[1], worker: 0)), at: 5)
        let parameters = ParameterAssignment(entries: [
            .init(name: "encoder.\u{1B}[2Jcolumn 列", value: .int(1), isStep: false)
        ])
        let scores = ["accuracy": SplitScores([0.5])]
        status.receive(
            .scored(CandidateScore(candidate: 0, parameters: parameters, scores: scores, score: 0.5)), at: 5)
        let lines = ProgressText.lines(status, at: 6, width: width, isUnicode: isUnicode)
        for line in lines {
            #expect(TerminalText.width(line) <= width, "\(line)")
            #expect(!line.contains("\u{1B}") && !line.contains("\n"))
            if !isUnicode, width < 80 { #expect(!line.contains("…") && !line.contains("█")) }
        }
        if width == 200 {
            #expect(lines.count == 2)
            #expect(lines[0].hasPrefix("searching ") && lines[0].hasSuffix("  6 %  6 s, about 47 s left"))
            #expect(lines[1] == "running short")
        }
    }

    @Test func wrappedLinesTakeSeveralRows() {
        #expect(TerminalText.rows(of: ["", "abc", "列列列"], width: 4) == 4)
        #expect(TerminalText.fitted("列列列", to: 5, isUnicode: true) == "列列…")
        #expect(TerminalText.fitted("abcdef", to: 5, isUnicode: false) == "ab...")
        #expect(TerminalText.harmless("a\u{202E}b\nc") == "a\u{FFFD}b\u{FFFD}c")
    }

    /// Messages are written above the lines that are redrawn, and do not remain in them.
    @Test func messagesAreAboveTheProgress() throws {
        let folder = try TemporaryFolder()
        let command = """
            '\(Trellis.executablePath)' search datasets/digits.csv --target digit \
            --pipeline 'standard-scaler | pca | svc' --grid pca.n_components=2:40:lin:39 --grid svc.C=0.1:100:log:10 \
            --workers 1 --log-level debug > '\(folder["out"])'
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/script")
        process.arguments = ["-qec", command, folder["screen"]]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.currentDirectoryURL = Trellis.repository
        process.environment = ProcessInfo.processInfo.environment.merging(["LANG": "C.UTF-8"]) { $1 }
        try process.run()
        process.waitUntilExit()
        let screen = try folder.text("screen")
        // What a message does not erase would be in front of it.
        let lines = screen.split(whereSeparator: \.isNewline).filter { $0.contains(" debug search: scored ") }
        #expect(lines.count == 390)
        for line in lines {
            let start = line.range(of: "\u{1B}[J", options: .backwards)?.upperBound ?? line.startIndex
            #expect(
                line[start...].firstMatch(of: /^\d{4}-\d\d-\d\dT\S+ debug search: scored/) != nil, "\(line)")
        }
        #expect(lines.contains { $0.contains("\u{1B}[J") })
    }

    /// On a terminal, the lines are drawn and erased; `script` is a terminal of util-linux.
    @Test(arguments: [true, false])
    func aTerminalIsCleanAtTheEnd(isQuiet: Bool) throws {
        let folder = try TemporaryFolder()
        let command = """
            '\(Trellis.executablePath)' search datasets/digits.csv --target digit \
            --pipeline 'standard-scaler | pca | svc' --grid pca.n_components=2:40:lin:39 --grid svc.C=0.1:100:log:10 \
            --grid svc.gamma=0.001:0.01:log:3 --workers 1 \(isQuiet ? "--quiet" : "") > '\(folder["out"])'
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/script")
        process.arguments = ["-qec", command, folder["screen"]]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.currentDirectoryURL = Trellis.repository
        process.environment = ProcessInfo.processInfo.environment.merging(["LANG": "C.UTF-8"]) { $1 }
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let screen = try folder.text("screen").split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("Script ") }.joined(separator: "\n")
        #expect(try folder.text("out").contains("1170 candidates"))
        if isQuiet {
            #expect(!screen.contains("searching"))
        } else {
            #expect(screen.contains("searching █") && screen.contains("of 1170 candidates, best 0."))
            #expect(screen.contains("running "))
            #expect(screen.contains("\u{1B}[2A\u{1B}[J"))
            // No colours, whether or not NO_COLOR is set.
            #expect(screen.firstMatch(of: /\u{1B}\[[0-9;]*m/) == nil)
            let erased = try #require(screen.range(of: "\u{1B}[J", options: .backwards))
            let rest = screen[erased.upperBound...]
            #expect(rest.filter { !$0.isWhitespace } == "")
        }
    }
}
