import Drawing
import Learning
import Trellis

/// What the best model depends on: the importance of the columns, and its coefficients or support vectors.
struct ModelSection {
    private let model: FittedPipeline?
    private let importance: PermutationImportance?
    private let scorer: String

    init(_ model: FittedPipeline?, _ importance: PermutationImportance?, scorer: String) {
        (self.model, self.importance, self.scorer) = (model, importance, scorer)
    }

    var content: HTML {
        let charts: [any Chart] =
            (importance.map { [chart(of: $0)] } ?? []) + (model.map { ModelCharts($0).charts } ?? [])
        return HTML.figures(charts)
    }

    private func chart(of importance: PermutationImportance) -> BarChart {
        let repeats = importance.importances.first?.count ?? 0
        let bars = zip(importance.columns, zip(importance.means, importance.standardDeviations))
            .map { NamedNumber($0, $1.0, error: $1.1) }
        return BarChart(
            "Permutation importance",
            note:
                "Mean drop of \(scorer) on rows that the model has not seen if the values of a column are put in "
                + "random order, ± standard deviation of \(NumberText.count(repeats, "order")).",
            valueLabel: "drop of \(scorer)",
            bars: bars.enumerated().sorted { (-$0.element.value, $0.offset) < (-$1.element.value, $1.offset) }
                .map(\.element))
    }
}
