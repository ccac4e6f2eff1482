import Drawing
import Trellis

/// The candidates as a table that can be sorted and filtered.
struct CandidateTable {
    /// The largest number of rows: of more candidates, the best are shown.
    static let limit = 1000

    /// The largest number of splits with columns of their own.
    static let splitLimit = 20

    private let results: ScoredCandidates

    init(_ results: ScoredCandidates) { self.results = results }

    private var decisive: String { results.candidates.first?.scorer ?? "" }

    var content: HTML {
        let ranked = results.candidates.sorted {
            ($0.rank[decisive] ?? 0, $0.index) < ($1.rank[decisive] ?? 0, $1.index)
        }
        guard !ranked.isEmpty else { return "" }
        let shown = ranked.prefix(Self.limit)
        let names = results.parameterNames
        let others = results.scorers.map(\.name).filter { $0 != decisive }
        let splits = results.splitCount <= Self.splitLimit ? results.splitCount : 0
        let hasResource = ranked.contains { $0.resource != nil }
        let hasTimes = ranked.contains { !$0.fitSeconds.isNaN }
        let hasErrors = ranked.contains { $0.error != nil }
        var notes: [String] = []
        if shown.count < ranked.count {
            notes.append(
                "The best \(shown.count) of \(ranked.count) candidates are shown; --results writes all.")
        }
        if splits < results.splitCount {
            notes.append("The scores of \(results.splitCount) splits are not shown.")
        }
        var heads = [head("rank", isNumber: true, sort: "ascending")]
        heads += ([decisive] + others).flatMap {
            [head($0, isNumber: true, first: "descending"), head("± deviation", isNumber: true)]
        }
        if hasResource { heads.append(head("resource", isNumber: true)) }
        heads += names.map { head($0, isNumber: false) }
        heads += (0..<splits).map { head("split \($0)", isNumber: true, first: "descending") }
        if hasTimes { heads.append(head("fit seconds", isNumber: true)) }
        if hasErrors { heads.append(head("error", isNumber: false)) }
        let best = try? results.best
        let rows = shown.map { candidate in
            var cells = [
                number(Double(candidate.rank[decisive] ?? 0), text: "\(candidate.rank[decisive] ?? 0)")
            ]
            for name in [decisive] + others {
                cells.append(number(candidate.scores[name]?.mean ?? .nan))
                cells.append(number(candidate.scores[name]?.standardDeviation ?? .nan))
            }
            if hasResource {
                cells.append(
                    number(
                        candidate.resource.map(Double.init) ?? .infinity,
                        text: candidate.resource.map { "\($0)" } ?? "all"))
            }
            cells += names.map { text(candidate.parameters.text(of: $0) ?? "") }
            let scores = candidate.scores[decisive]?.splits ?? []
            cells += (0..<splits).map { number($0 < scores.count ? scores[$0] : .nan) }
            if hasTimes {
                cells.append(
                    number(candidate.fitSeconds, text: NumberText.short(candidate.fitSeconds, digits: 2)))
            }
            if hasErrors { cells.append(text(candidate.error ?? "")) }
            let style: HTML = candidate.index == best?.index ? " class=\"best\"" : ""
            return "<tr\(style) data-candidate=\"\(candidate.index)\">\(cells)</tr>\n" as HTML
        }
        let note: HTML = notes.isEmpty ? "" : "<p class=\"soft\">\(notes.joined(separator: " "))</p>\n"
        return """
            \(note)<div class="tools"><label for="filter">Filter</label>
            <input type="search" id="filter" placeholder="words in any column" autocomplete="off">
            <span id="filter-status" role="status" class="soft"></span></div>
            <div class="scroll" tabindex="0" role="region" aria-label="Candidates">
            <table data-sortable data-filter="filter" data-status="filter-status">
            <thead><tr>\(heads)</tr></thead>
            <tbody>
            \(rows)</tbody>
            </table></div>

            """
    }

    /// A heading that sorts: first in the direction that shows the best on top.
    private func head(_ name: String, isNumber: Bool, sort: String = "none", first: String = "ascending")
        -> HTML
    {
        let style: HTML = isNumber ? " class=\"n\"" : ""
        let label = name == "± deviation" ? "±" : shortened(name)
        return """
            <th scope="col" aria-sort="\(sort)" data-first="\(first)"\(style)>\
            <button type="button" title="Sort by \(shortened(name))">\(label)</button></th>
            """
    }

    /// A cell with a number, which sorts by all of its digits.
    private func number(_ value: Double, text: String? = nil) -> HTML {
        guard !value.isNaN else { return "<td class=\"n\" data-value=\"\">–</td>" }
        let shown = text ?? NumberText.fixed(value, decimals: value.magnitude >= 1000 ? 1 : 4)
        return "<td class=\"n\" data-value=\"\(value.isFinite ? "\(value)" : "1e999")\">\(shown)</td>"
    }

    private func text(_ value: String) -> HTML { "<td>\(shortened(value))</td>" }

    private func shortened(_ value: String) -> String { TextLine.shortened(value, toCharacters: 200) }
}
