import Drawing

/// A page with the times of the same search in several configurations.
package struct ComparisonReport: Sendable {
    /// The heading of the page.
    package var title: String

    /// The command that repeats the comparison.
    package var command: String

    /// Whether the scores agree, in a sentence.
    package var verdict: String

    /// The configurations, of which the first is the baseline.
    package var ways: [Way]

    /// The warnings of the search.
    package var warnings: [String]

    /// A configuration of the search, and its times.
    package struct Way: Sendable {
        /// The name, such as `threads:2, merged and shared`.
        package var name: String

        /// The kind of scheduler, such as `threads`.
        package var scheduler: String

        /// The number of workers.
        package var workers: Int

        /// The time of each run, in seconds.
        package var seconds: [Double]

        /// The median time, in seconds.
        package var median: Double

        /// The speed-up over the baseline.
        package var speedUp: Double

        /// The speed-up over one worker with the same reuse, divided by the number of workers; nil if it is not known.
        package var efficiency: Double?

        /// The number of tasks.
        package var tasks: Int

        /// How the scores compare with those of the baseline.
        package var scores: String

        /// Creates a configuration from its parts.
        package init(
            name: String, scheduler: String, workers: Int, seconds: [Double], median: Double, speedUp: Double,
            efficiency: Double?, tasks: Int, scores: String
        ) {
            (self.name, self.scheduler, self.workers) = (name, scheduler, workers)
            (self.seconds, self.median, self.speedUp) = (seconds, median, speedUp)
            (self.efficiency, self.tasks, self.scores) = (efficiency, tasks, scores)
        }
    }

    /// Creates a report from its parts.
    package init(title: String, command: String, verdict: String, ways: [Way], warnings: [String]) {
        (self.title, self.command, self.verdict) = (title, command, verdict)
        (self.ways, self.warnings) = (ways, warnings)
    }

    /// The page.
    package var html: String {
        Page(
            title: title,
            sections: [
                .init(id: "summary", name: "Summary", content: summary),
                .init(id: "charts", name: "Speed", content: HTML.figures(ComparisonCharts(ways).charts)),
            ]
        ).html
    }

    private var summary: HTML {
        let rows = ways.map { way in
            """
            <tr><td>\(way.name)</td><td class="n" data-value="\("\(way.median)")">\(NumberText.seconds(way.median))</td>\
            <td class="n">\(NumberText.fixed(way.speedUp, decimals: 2))×</td>\
            <td class="n">\(way.efficiency.map { "\(NumberText.fixed(100 * $0, decimals: 0)) %" } ?? "")</td>\
            <td class="n">\(way.tasks)</td><td>\(way.scores)</td></tr>

            """ as HTML
        }
        let noted = warnings.prefix(20).map { "<p>\($0)</p>\n" as HTML }
        let note: HTML = noted.isEmpty ? "" : "<div class=\"warnings\" role=\"note\">\n\(noted)</div>\n"
        return """
            <p id="verdict">\(verdict).</p>
            \(note)<div class="scroll" tabindex="0" role="region" aria-label="Configurations"><table>
            <thead><tr><th scope="col">configuration</th><th scope="col" class="n">median time</th>\
            <th scope="col" class="n">speed-up</th><th scope="col" class="n">efficiency</th>\
            <th scope="col" class="n">tasks</th><th scope="col">scores</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            <p>Speed-ups are relative to the first configuration. The efficiency is the speed-up over one worker with the \
            same reuse, divided by the number of workers.</p>
            <p>This comparison:</p>
            <pre>\(command)</pre>

            """
    }
}
