import Trellis

/// A curve, formatted as text.
struct CurveReport {
    let curve: ScoreCurve

    /// A description of the folds.
    let folds: String

    let scheduler: SchedulerChoice

    /// The time of everything, in seconds.
    let seconds: Double

    /// A table of the points, the number of tasks and the times.
    var text: String {
        let name = curve.name == "training_rows" ? "training rows" : curve.name
        var table = TextTable(
            [(name, .right)] + curve.scorers.flatMap { [("train \($0)", .right), ("test \($0)", .right)] })
        for point in curve.points {
            table.add(
                [point.text]
                    + curve.scorers.flatMap { scorer in
                        [point.trainScores[scorer.name], point.scores[scorer.name]].map {
                            $0.map(SearchReport.meanAndDeviation) ?? ""
                        }
                    })
        }
        let points = Numerals.count(curve.points.count, "point")
        return """
            \(table.text)

            \(points) over \(folds): \(Numerals.tasks(curve.tasks))
            \(Numerals.seconds(seconds)) s \(scheduler.phrase): run \(Numerals.seconds(curve.runSeconds))
            """
    }
}
