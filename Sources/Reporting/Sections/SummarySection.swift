import Drawing
import Trellis

/// The best pipeline: its score, how it compares with the runner-up, and how to use it.
struct SummarySection {
    private let report: Report

    init(_ report: Report) { self.report = report }

    var content: HTML {
        let results = report.results
        guard let best = try? results.best else {
            let reason = results.candidates.lazy.compactMap(\.error).first ?? "no candidate has a score"
            return "<p>No candidate succeeded: \(reason)</p>\n\(warnings)"
        }
        return """
            \(tiles(best))\(setting(best))\(comparison)\(warnings)<h3>Use the best pipeline</h3>
            \(code(best))
            """
    }

    private func tiles(_ best: CandidateResult) -> HTML {
        let results = report.results
        let interval = results.scoreInterval(of: best).map { interval in
            "95 % interval \(score(interval.lowerBound)) to \(score(interval.upperBound))"
        }
        let deviation = best.scores[best.scorer]?.standardDeviation ?? .nan
        let folds = report.folds.isEmpty ? NumberText.count(results.splitCount, "split") : report.folds
        var tiles: [(value: String, label: String)] = [
            (score(best.score), "\(best.scorer) of the best candidate"),
            ("± \(score(deviation))", "standard deviation over \(folds)"),
            ("\(results.candidates.count)", results.candidates.count == 1 ? "candidate" : "candidates"),
        ]
        if results.tasks.naive > 0 {
            let share = 1 - Double(results.tasks.run) / Double(results.tasks.naive)
            tiles.append(
                share > 0
                    ? (
                        "\(NumberText.fixed(100 * share, decimals: 0)) %",
                        "of \(results.tasks.naive) tasks saved by merging and sharing"
                    ) : ("\(results.tasks.run)", "tasks"))
        }
        if let duration = report.duration {
            let parts = duration.split(separator: " ", maxSplits: 2).map(String.init)
            tiles.append(parts.count == 3 ? ("\(parts[0]) \(parts[1])", parts[2]) : (duration, ""))
        }
        let shown = tiles.map {
            "<div class=\"tile\"><b>\($0.value)</b><span>\($0.label)</span></div>\n" as HTML
        }
        let text: HTML =
            interval.map { "<p id=\"interval\">\($0), which allows for the overlap of training rows.</p>\n" }
            ?? ""
        return "<div class=\"tiles\">\(shown)</div>\n\(text)"
    }

    private func setting(_ best: CandidateResult) -> HTML {
        var text: HTML = "<p>Best: <code id=\"best\">\(best.parameters.description)</code></p>\n"
        text += "<p>Pipeline: <code>\(best.pipeline.description)</code></p>\n"
        let others = report.results.scorers.map(\.name).filter { $0 != best.scorer }
        for name in others {
            guard let scores = best.scores[name] else { continue }
            text += "<p>\(name): \(score(scores.mean)) ± \(score(scores.standardDeviation))</p>\n"
        }
        return text
    }

    private var comparison: HTML {
        guard let second = report.results.runnerUp else { return "" }
        let test = second.comparison
        let verdict =
            test.p < 1 - test.level
            ? "The difference is unlikely to be chance" : "The difference may be chance"
        return """
            <p id="runner-up">Runner-up: <code>\(second.candidate.parameters.description)</code>. Its score is \
            \(score(test.difference)) less, 95 % interval \(score(test.interval.lowerBound)) to \
            \(score(test.interval.upperBound)), p = \(NumberText.fixed(test.p, decimals: 3)) (corrected t test). \
            \(verdict).</p>

            """
    }

    private var warnings: HTML {
        let warnings =
            report.results.warnings + (report.results.isStopped ? ["The search was stopped early."] : [])
        guard !warnings.isEmpty else { return "" }
        let items = warnings.prefix(20).map { "<p>\($0)</p>\n" as HTML }
        let more: HTML = warnings.count > 20 ? "<p>And \(warnings.count - 20) more warnings.</p>\n" : ""
        return "<div class=\"warnings\" role=\"note\">\n\(items)\(more)</div>\n"
    }

    private func code(_ best: CandidateResult) -> HTML {
        var text: HTML = ""
        if let command = report.command { text += "<p>This search:</p>\n<pre>\(command)</pre>\n" }
        let pipeline = best.pipeline.description
        let problem = best.pipeline.problem ?? .classification
        if let source = report.source {
            let words = [
                "trellis", "search", source.path, "--target", source.target, "--pipeline", pipeline, "--save",
                "best.model",
            ]
            text += "<p>Fit the best pipeline again and predict:</p>\n"
            text += """
                <pre>\(words.map(ShellWord.quoted).joined(separator: " "))
                trellis predict best.model rows.csv</pre>

                """
        }
        let data =
            report.source.map { source in
                // Whole numbers would be classes by default, and numbers read as classes would be values.
                "try Table(csv: \(SwiftLiteral.text(source.path)))"
                    + ".dataset(target: \(SwiftLiteral.text(source.target)), problem: .\(problem.rawValue))"
            } ?? "…  // the data"
        text += """
            <p>The same in Swift:</p>
            <pre>import Trellis

            OpenBLAS.prepare()
            let data = \(data)
            let pipeline = try Pipeline(text: \(SwiftLiteral.text(pipeline)))
            let model = try pipeline.fit(data)
            let predicted = try model.predict(data.features)</pre>

            """
        return text
    }

    private func score(_ value: Double) -> String {
        NumberText.fixed(value, decimals: value.magnitude >= 1000 ? 1 : value.magnitude >= 100 ? 2 : 4)
    }
}
