import Drawing

/// What the workers did.
struct TaskSection {
    private let record: TaskRecord

    init(_ record: TaskRecord) { self.record = record }

    var content: HTML {
        guard !record.spans.isEmpty else { return "" }
        let use = TaskUse(record.spans)
        let kinds = use.kinds.prefix(30).map { kind in
            """
            <tr><td>\(kind.name)</td><td class="n">\(kind.count)</td><td class="n">\(NumberText.seconds(kind.seconds))</td>\
            <td class="n">\(NumberText.fixed(100 * kind.seconds / max(use.busy, 1e-300), decimals: 1)) %</td></tr>

            """ as HTML
        }
        let more: HTML =
            use.kinds.count > 30
            ? "<p class=\"soft\">And \(use.kinds.count - 30) more kinds of tasks.</p>\n" : ""
        return """
            <p id="efficiency">\(NumberText.count(use.workers, "worker")) worked \
            \(NumberText.fixed(100 * use.efficiency, decimals: 0)) % of \(NumberText.seconds(use.duration)), and were idle \
            \(NumberText.seconds(use.idle)) together.\(path(use))</p>
            <div class="wide">\(stream)</div>
            \(memory)
            <div class="scroll" tabindex="0" role="region" aria-label="Kinds of tasks"><table>
            <thead><tr><th scope="col">kind</th><th scope="col" class="n">tasks</th><th scope="col" class="n">time</th>\
            <th scope="col" class="n">share</th></tr></thead>
            <tbody>
            \(kinds)</tbody></table></div>
            \(more)
            """
    }

    /// The task stream, with what the script needs to zoom.
    private var stream: HTML {
        let chart = TaskStreamChart(spans: record.spans, criticalPath: record.criticalPath)
        return """
            <figure class="zoomable" tabindex="0" role="group" aria-label="Task stream: plus and minus zoom, arrows move, \
            0 shows the whole run">
            <div class="tools"><button type="button" data-zoom="0.5">Zoom in</button>\
            <button type="button" data-zoom="2">Zoom out</button><button type="button" data-zoom="0">Whole run</button></div>
            \(HTML(chart))
            <figcaption class="soft" role="status">Point at a bar for its details. Click the picture to zoom with the wheel \
            or + and −; move with the arrows or by dragging.</figcaption>
            </figure>
            """
    }

    private var memory: HTML {
        guard record.memory.count > 1 else { return "" }
        let chart = MemoryChart("Memory of the process that ran the search", samples: record.memory)
        return "<div class=\"wide\"><figure>\(HTML(chart))</figure></div>"
    }

    private func path(_ use: TaskUse) -> String {
        guard !record.criticalPath.isEmpty, use.duration > 0 else { return "" }
        let seconds = record.criticalPath.reduce(0) { $0 + $1.end - $1.start }
        return " The critical path, the longest chain of tasks that need each other, took "
            + "\(NumberText.seconds(seconds)), \(NumberText.fixed(100 * seconds / use.duration, decimals: 0)) % of the time: "
            + "more workers cannot make it shorter."
    }
}

/// How well workers were used, from the first start to the last end of a task.
struct TaskUse {
    let workers: Int
    let duration: Double
    let busy: Double
    /// The kinds of tasks, by the time spent on each.
    let kinds: [(name: String, count: Int, seconds: Double)]

    init(_ tasks: [TaskSpan]) {
        let valid = tasks.filter { $0.start.isFinite && $0.end.isFinite && $0.start <= $0.end }
        workers = Set(valid.lazy.map(\.worker)).count
        duration = (valid.lazy.map(\.end).max() ?? 0) - (valid.lazy.map(\.start).min() ?? 0)
        var found: [String: (count: Int, seconds: Double)] = [:]
        for task in valid {
            found[task.kind, default: (0, 0)].count += 1
            found[task.kind, default: (0, 0)].seconds += task.end - task.start
        }
        busy = valid.reduce(0) { $0 + $1.end - $1.start }
        kinds = found.map { ($0.key, $0.value.count, $0.value.seconds) }
            .sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
    }

    /// The share of the workers' time that they spent on tasks.
    var efficiency: Double { duration > 0 ? busy / (duration * Double(workers)) : 0 }

    /// The time in which workers had no task.
    var idle: Double { max(0, duration * Double(workers) - busy) }
}
