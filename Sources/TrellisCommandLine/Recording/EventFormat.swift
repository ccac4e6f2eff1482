import Trellis

/// A text format for the events of a search.
protocol EventFormat: Sendable {
    /// What precedes the first event.
    var head: String { get }

    /// What follows the last event.
    var tail: String { get }

    /// Returns the text of an event, with its line ends; empty for an event that the format leaves out.
    ///
    /// - Parameters:
    ///   - time: The seconds since the recording began.
    ///   - search: What is known of the search, including the event.
    func text(of event: SearchEvent, at time: Double, in search: RecordedSearch) -> String
}

/// One JSON object a line, for programs that follow a search.
struct EventLines: EventFormat {
    let head = ""
    let tail = ""

    func text(of event: SearchEvent, at time: Double, in search: RecordedSearch) -> String {
        var object = JSONObjectText()
        func begin(_ name: String) {
            object.add("event", name)
            object.add("time", time)
        }
        switch event {
        case .planned(let plan):
            begin("planned")
            object.add("candidates", plan.candidateCount)
            object.add("splits", plan.splitCount)
            object.add("tasksBeforeMerging", plan.naiveTaskCount)
        case .run(.planned(let run)):
            begin("run")
            object.add("tasks", run.taskCount)
            object.add("workers", run.workers)
        case .run(.started(let task, let worker)):
            begin("started")
            object.add("task", task.index)
            object.add("operation", search.graph.name(of: task))
            object.add("worker", worker)
        case .run(.finished(let run)):
            begin(run.failure == nil ? "finished" : "failed")
            object.add("task", run.task.index)
            object.add("operation", search.graph.name(of: run.task))
            object.add("worker", run.worker)
            object.add("start", search.runStart + run.startSeconds)
            object.add("end", search.runStart + run.endSeconds)
            search.describe(run.task, in: &object)
            if let failure = run.failure { object.add("error", failure.message) }
        case .run(.arrived): return ""
        case .run(.ended(let tasks, let seconds)):
            begin("ended")
            object.add("tasks", tasks)
            object.add("seconds", seconds)
        case .scored(let candidate):
            begin("scored")
            object.add("candidate", candidate.candidate)
            object.add("parameters", "\(candidate.parameters)")
            object.add("scores") { scores in
                for (name, score) in candidate.scores.sorted(by: { $0.key < $1.key }) {
                    scores.add(escaping: name, json: score.mean.isFinite ? "\(score.mean)" : "null")
                }
            }
        case .passed(let progress):
            begin("passed")
            object.add("pass", progress.pass)
            object.add("chunks", progress.chunks)
            object.add("chunkCount", progress.chunkCount)
        case .evaluated(let progress):
            begin("evaluated")
            object.add("candidates", progress.evaluated)
            object.add("expected", progress.expected)
        case .refitting(let best):
            begin("refitting")
            object.add("parameters", "\(best.parameters)")
        }
        return object.text + "\n"
    }
}

/// The trace format of Chrome, which Perfetto (ui.perfetto.dev) opens: a row a worker, a bar a task.
///
/// Source: "Trace Event Format", Google, 2016. The closing bracket is optional there, so that the file of a process that
/// was killed opens, too.
struct TraceFormat: EventFormat {
    let head = """
        [
        {"name":"process_name","ph":"M","pid":1,"args":{"name":"trellis"}}
        """
    let tail = "\n]\n"

    func text(of event: SearchEvent, at time: Double, in search: RecordedSearch) -> String {
        var object = JSONObjectText()
        switch event {
        case .run(.planned(let run)):
            return (0..<run.workers).map { worker in
                var object = JSONObjectText()
                object.add("name", "thread_name")
                object.add("ph", "M")
                object.add("pid", 1)
                object.add("tid", worker)
                object.add("args") { $0.add("name", "worker \(worker)") }
                return ",\n" + object.text
            }.joined()
        case .run(.finished(let run)):
            object.add("name", search.graph.name(of: run.task))
            object.add("cat", run.failure == nil ? "task" : "failed")
            object.add("ph", "X")
            object.add("ts", (search.runStart + run.startSeconds) * 1e6)
            object.add("dur", run.seconds * 1e6)
            object.add("pid", 1)
            object.add("tid", run.worker)
            object.add("args") { arguments in
                search.describe(run.task, in: &arguments)
                if let failure = run.failure { arguments.add("error", failure.message) }
            }
        case .scored(let candidate):
            object.add("name", "scored \(candidate.parameters)")
            object.add("ph", "i")
            object.add("s", "g")
            object.add("ts", time * 1e6)
            object.add("pid", 1)
            object.add("tid", 0)
            object.add("args") { $0.add("score", candidate.score) }
        default: return ""
        }
        return ",\n" + object.text
    }
}
