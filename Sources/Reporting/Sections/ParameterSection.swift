import Drawing

/// The scores by the parameters.
struct ParameterSection {
    private let found: ComparableCandidates

    init(_ found: ComparableCandidates) { self.found = found }

    var content: HTML {
        guard !found.parameters.isEmpty, found.candidates.count > 1 else { return "" }
        let charts = ParameterCharts(found)
        var text: HTML = ""
        if let importance = charts.importance {
            text += HTML.figures([importance])
        } else if found.parameters.count > 1 {
            text += """
                <p class="soft">The importance of parameters is computed for full grids, in which every combination of \
                values has one score that is not missing, and scores differ.</p>

                """
        }
        let limit = 24
        let single = charts.single
        text += HTML.figures(Array(single.prefix(limit)))
        if single.count > limit {
            text += note("The first \(limit) of \(single.count) parameters are drawn.")
        }
        if found.parameters.count > 1 {
            let (maps, left) = charts.pairs
            text += HTML.figures(maps)
            if left > 0 {
                text += note(
                    "\(NumberText.count(left, "pair")) of parameters without a heat map: those with more than "
                        + "\(ParameterCharts.valueLimit) values, and those beyond the first \(ParameterCharts.mapLimit)."
                )
            }
            text += "<div class=\"wide\"><figure>\(HTML(charts.lines))</figure></div>\n"
        }
        return text
    }

    private func note(_ text: String) -> HTML { "<p class=\"soft\">\(text)</p>\n" }
}
