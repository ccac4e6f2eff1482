import Drawing
import Learning
import Trellis

/// Charts of what the last step of a fitted pipeline has learned.
struct ModelCharts {
    private let model: FittedPipeline

    /// The largest number of columns of which coefficients are drawn.
    private static let columnLimit = 30

    init(_ model: FittedPipeline) { self.model = model }

    /// Coefficients or numbers of support vectors; empty for models of other kinds.
    var charts: [any Chart] {
        guard let last = model.steps.last, let names = model.inputNames(of: last.name) else { return [] }
        switch last.model {
        case let ridge as FittedRidge: return [bars(names, ridge.coefficients, favouring: nil)]
        case let logistic as FittedLogisticRegression:
            let classes = logistic.classes.map { model.classes[Int($0)] }
            if logistic.coefficients.rows == 1 {
                return [bars(names, Array(logistic.coefficients[row: 0]), favouring: classes.last)]
            }
            return [map(names, logistic.coefficients, classes)]
        case let svc as FittedSVC: return [support(of: svc)]
        default: return []
        }
    }

    /// The columns with the largest coefficients.
    private func bars(_ names: [String], _ coefficients: [Double], favouring name: String?) -> BarChart {
        let shown = largest(coefficients.map(\.magnitude))
        var note = Self.note(shown.count, of: names.count)
        if let name {
            note += " Positive coefficients favour \(TextLine.shortened(name, toCharacters: 60))."
        }
        return BarChart(
            "Coefficients", note: note, valueLabel: "coefficient",
            bars: shown.map { .init(names[$0], coefficients[$0]) })
    }

    private func map(_ names: [String], _ coefficients: Matrix, _ classes: [String]) -> HeatMap {
        let sizes = names.indices.map { column in
            coefficients[column: column].lazy.map(\.magnitude).max() ?? 0
        }
        let shown = largest(sizes)
        return HeatMap(
            "Coefficients", note: Self.note(shown.count, of: names.count), xLabel: "class", yLabel: "column",
            valueLabel: "coefficient", columns: classes, rows: shown.map { names[$0] },
            values: shown.map { coefficients[column: $0] })
    }

    private func support(of svc: FittedSVC) -> BarChart {
        let count = svc.supportVectors.rows
        return BarChart(
            "Support vectors",
            note: "\(NumberText.count(count, "row")) of the data decide the predictions.",
            valueLabel: "support vectors",
            bars: zip(svc.classes, svc.supportCounts).map { code, count in
                .init(model.classes[Int(code)], Double(count))
            })
    }

    /// The places of the largest numbers, the largest first.
    private func largest(_ sizes: [Double]) -> [Int] {
        Array(sizes.indices.sorted { (-sizes[$0], $0) < (-sizes[$1], $1) }.prefix(Self.columnLimit))
    }

    private static func note(_ shown: Int, of count: Int) -> String {
        shown < count
            ? "The \(shown) columns with the largest of \(count), in units of the input of the last step."
            : "In units of the input of the last step."
    }
}
