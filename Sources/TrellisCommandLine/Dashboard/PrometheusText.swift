/// The numbers of a dashboard in the text format of Prometheus.
///
/// Source: "Exposition formats", Prometheus documentation, version 0.0.4 of the text format.
enum PrometheusText {
    static func of(_ snapshot: DashboardSnapshot) -> String {
        var text = ""
        func add(_ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: String)])
        {
            text += "# HELP trellis_\(name) \(help)\n# TYPE trellis_\(name) \(type)\n"
            for sample in samples { text += "trellis_\(name)\(sample.labels) \(sample.value)\n" }
        }
        func add(_ name: String, _ type: String, _ help: String, _ value: Double?) {
            guard let value else { return }
            add(name, type, help, [("", number(value))])
        }
        add("tasks_planned", "gauge", "Tasks of all runs so far.", Double(snapshot.tasks.total))
        add(
            "tasks_finished_total", "counter", "Tasks that have finished, by operation.",
            snapshot.kinds.map { ("{operation=\(quoted($0.name))}", "\($0.finished)") })
        add(
            "task_seconds_total", "counter", "Seconds that workers spent on tasks, by operation.",
            snapshot.kinds.map { ("{operation=\(quoted($0.name))}", number($0.seconds)) })
        add("tasks_failed_total", "counter", "Tasks that have failed.", Double(snapshot.tasks.failed))
        add("workers", "gauge", "Tasks that run at the same time.", Double(snapshot.workers))
        add(
            "candidates_scored", "gauge", "Candidates with a score on every split.",
            Double(snapshot.candidates.scored))
        add("candidates", "gauge", "Candidates of the search.", Double(snapshot.candidates.total))
        add("best_score", "gauge", "The best mean score so far.", snapshot.best?.score)
        add("progress_ratio", "gauge", "The share of the work that is done.", snapshot.share)
        add("elapsed_seconds", "gauge", "Seconds since the start.", snapshot.elapsed)
        add("memory_bytes", "gauge", "Memory of the process.", snapshot.memory.last?.bytes)
        return text
    }

    private static func number(_ value: Double) -> String {
        value.isNaN ? "NaN" : value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : "\(value)"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
        return result + "\""
    }
}
