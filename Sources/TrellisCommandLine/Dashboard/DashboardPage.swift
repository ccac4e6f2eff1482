import Drawing

/// The page of a dashboard: a frame that is sent once, and parts that are replaced by each update.
enum DashboardPage {
    /// The identifiers of the parts, and what they contain.
    private static let parts: [(id: String, content: @Sendable (DashboardSnapshot) -> String)] = [
        ("status", status), ("best", best), ("kinds", kinds), ("candidates", candidates),
        ("stream", { $0.taskStream.inlineSVG }), ("history", { $0.scoreHistory.inlineSVG }),
        ("memory", { $0.memoryChart.inlineSVG }),
    ]

    /// Returns the whole page.
    static func html(_ snapshot: DashboardSnapshot) -> String {
        func section(_ id: String, _ title: String, _ style: String = "") -> String {
            let content = parts.first { $0.id == id }?.content(snapshot) ?? ""
            return """
                <section class="\(style)" aria-labelledby="\(id)-title">
                <h2 id="\(id)-title">\(title)</h2><div id="\(id)">\(content)</div>
                </section>
                """
        }
        // A chart has a title of its own.
        func chart(_ id: String, _ style: String = "") -> String {
            let content = parts.first { $0.id == id }?.content(snapshot) ?? ""
            return "<section class=\"chart \(style)\"><div id=\"\(id)\">\(content)</div></section>"
        }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Trellis</title>
            <link rel="icon" href="data:,">
            <style>\(Theme.styleSheet)
            \(style)</style>
            </head>
            <body>
            <header><h1>Trellis</h1><p id="connection" role="status"></p></header>
            <main>
            <section class="wide" aria-label="Progress"><div id="status">\(status(snapshot))</div></section>
            \(section("best", "Best candidate"))
            \(chart("history"))
            \(chart("stream", "wide"))
            \(section("kinds", "Tasks by operation"))
            \(chart("memory"))
            \(section("candidates", "Candidates", "wide"))
            </main>
            <script>\(script)</script>
            </body>
            </html>
            """
    }

    /// Returns an update of the page: a JSON object with the content of each part.
    static func update(_ snapshot: DashboardSnapshot) -> String {
        var object = JSONObjectText()
        object.add("over", json: snapshot.isOver ? "true" : "false")
        object.add("title", title(snapshot))
        object.add("parts") { object in
            for part in parts { object.add(part.id, part.content(snapshot)) }
        }
        return object.text
    }

    private static func title(_ snapshot: DashboardSnapshot) -> String {
        snapshot.share.map { "\(Int($0 * 100)) % – Trellis" } ?? "Trellis"
    }

    // MARK: - Parts

    private static func status(_ snapshot: DashboardSnapshot) -> String {
        let percent = snapshot.share.map { Int(($0 * 100).rounded(.down)) }
        let left = snapshot.secondsLeft.map { ", about \(ProgressText.duration(max(1, $0))) left" } ?? ""
        let running = snapshot.running.joined(separator: ", ")
        let failed = snapshot.tasks.failed == 0 ? "" : ", \(snapshot.tasks.failed) failed"
        let candidates =
            snapshot.candidates.total == 0
            ? "" : "\(snapshot.candidates.scored) of \(snapshot.candidates.total) candidates · "
        let memory = snapshot.memory.last.map { " · \(Numerals.bytes(Int($0.bytes))) of memory" } ?? ""
        let report =
            snapshot.hasReport ? "<p><a id=\"report\" href=\"report\">Report of the search</a></p>" : ""
        let cluster =
            snapshot.clusterDashboard.map {
                "<p><a href=\"\(EscapedText.escaped($0))\" rel=\"noreferrer\">Dashboard of the Dask cluster</a></p>"
            } ?? ""
        return """
            <p class="activity">\(EscapedText.escaped(snapshot.activity))\
            <span>\(percent.map { "\($0) %" } ?? "")</span></p>
            <progress max="100" \(percent.map { "value=\"\($0)\"" } ?? "") aria-label="share of the work that is done"></progress>
            <p>\(ProgressText.duration(snapshot.elapsed))\(left) · \(candidates)\(snapshot.tasks.finished) of \
            \(snapshot.tasks.total) tasks\(failed) on \(Numerals.count(snapshot.workers, "worker"))\(memory)</p>
            <p class="running">\(running.isEmpty ? "" : "running " + EscapedText.escaped(running))</p>
            \(report)\(cluster)
            """
    }

    private static func best(_ snapshot: DashboardSnapshot) -> String {
        guard let best = snapshot.best else { return "<p class=\"none\">no candidate has a score yet</p>" }
        return """
            <p class="score">\(Numerals.score(best.score))</p>
            <p class="parameters">\(EscapedText.escaped(best.parameters))</p>
            """
    }

    private static func kinds(_ snapshot: DashboardSnapshot) -> String {
        let total = max(1e-9, snapshot.kinds.reduce(0) { $0 + $1.seconds })
        let rows = snapshot.kinds.prefix(30).map { kind in
            """
            <tr><th scope="row">\(EscapedText.escaped(kind.name))</th><td>\(kind.finished)</td>\
            <td>\(Numerals.seconds(kind.seconds))</td><td>\(Int((kind.seconds / total * 100).rounded())) %</td></tr>
            """
        }.joined(separator: "\n")
        return """
            <table><thead><tr><th scope="col">operation</th><th scope="col">tasks</th>\
            <th scope="col">seconds</th><th scope="col">share</th></tr></thead><tbody>
            \(rows)
            </tbody></table>
            """
    }

    private static func candidates(_ snapshot: DashboardSnapshot) -> String {
        guard !snapshot.latest.isEmpty else { return "<p class=\"none\">none yet</p>" }
        func table(_ candidates: some Sequence<LiveState.Candidate>, _ caption: String) -> String {
            let rows = candidates.map { candidate in
                """
                <tr><td>\(Numerals.score(candidate.score))</td><td>\(ProgressText.duration(candidate.time))</td>\
                <td class="parameters">\(EscapedText.escaped(candidate.parameters))</td></tr>
                """
            }.joined(separator: "\n")
            return """
                <table><caption>\(caption)</caption><thead><tr><th scope="col">score</th><th scope="col">after</th>\
                <th scope="col">parameters</th></tr></thead><tbody>
                \(rows)
                </tbody></table>
                """
        }
        let best = snapshot.latest.sorted { $0.score > $1.score }.prefix(10)
        return "<div class=\"columns\">" + table(best, "best of the last \(snapshot.latest.count)")
            + table(snapshot.latest.suffix(10).reversed(), "last") + "</div>"
    }

    // MARK: - Frame

    private static let style = """
        :root { color-scheme: light dark; --text: #1d2129; --faint: #5b6472; --back: #f6f7f9; --card: #fff;
        --line: #dfe3e8; --accent: #0072b2; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6e8eb; --faint: #9aa3af; --back: #14171b;
        --card: #1d2126; --line: #343a42; --accent: #56b4e9; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
        header { display: flex; align-items: baseline; gap: 1rem; padding: .75rem 1.25rem; }
        h1 { font-size: 1.1rem; margin: 0; } h2 { font-size: .95rem; margin: 0 0 .5rem; }
        #connection { color: var(--faint); margin: 0; }
        main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem;
        padding: 0 1.25rem 1.25rem; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem;
        overflow-x: auto; }
        .wide { grid-column: 1 / -1; }
        p { margin: .25rem 0; } a { color: var(--accent); } .none, .running, caption { color: var(--faint); }
        .activity { display: flex; justify-content: space-between; font-weight: 600; }
        .score { font-size: 2rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .parameters { font-family: ui-monospace, monospace; font-size: .85rem; overflow-wrap: anywhere; text-align: left; }
        progress { width: 100%; height: .6rem; accent-color: var(--accent); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding-bottom: .25rem; }
        th, td { text-align: right; padding: .15rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        th:first-child, td.parameters, th:last-child { text-align: left; }
        tbody th { font-weight: 400; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1.5rem; }
        .chart .trellis-chart { --paper: var(--card); width: 100%; min-width: 34rem; max-width: none; }
        """

    /// Replaces the parts by those of each update.
    ///
    /// The browser connects again by itself if the connection is lost.
    private static let script = """
        const note = document.getElementById('connection');
        const source = new EventSource('updates' + location.search);
        source.onopen = () => { note.textContent = 'live'; };
        source.onerror = () => { note.textContent = 'not connected: the search has ended, or the connection is lost'; };
        source.onmessage = (message) => {
          const update = JSON.parse(message.data);
          document.title = update.title;
          for (const [id, content] of Object.entries(update.parts)) {
            const part = document.getElementById(id);
            if (part.innerHTML !== content) { part.innerHTML = content; }
          }
          if (update.over) { source.close(); note.textContent = 'finished'; }
        };
        """
}

extension DashboardSnapshot {
    /// The state as a JSON object.
    var json: String {
        var object = JSONObjectText()
        object.add("activity", activity)
        object.add("over", json: isOver ? "true" : "false")
        object.add("elapsedSeconds", elapsed)
        object.add("share", share ?? .nan)
        object.add("secondsLeft", secondsLeft ?? .nan)
        object.add("workers", workers)
        object.add("tasks") { object in
            object.add("finished", tasks.finished)
            object.add("failed", tasks.failed)
            object.add("total", tasks.total)
        }
        object.add("candidates") { object in
            object.add("scored", candidates.scored)
            object.add("total", candidates.total)
        }
        if let best {
            object.add("best") { object in
                object.add("score", best.score)
                object.add("parameters", best.parameters)
            }
        }
        object.add("operations") { object in
            for kind in kinds {
                var entry = JSONObjectText()
                entry.add("finished", kind.finished)
                entry.add("seconds", kind.seconds)
                object.add(escaping: kind.name, json: entry.text)
            }
        }
        object.add("memoryBytes", Int(memory.last?.bytes ?? 0))
        return object.text + "\n"
    }
}
