import Reporting
import Trellis

extension SearchReport {
    /// Returns the page of the results, and of what the workers did.
    func page(of tasks: TaskRecord) -> Report {
        let source = prepared.source
        var page = Report(
            title: "\(source.target) of \(source.path.split(separator: "/").last ?? "")", results: results,
            pipeline: "\(prepared.search.pipeline)", folds: prepared.folds)
        page.command = CommandLine.repeatable
        page.source = source
        page.predictions = outOfFold.map { ($0, prepared.data.target) }
        (page.model, page.importance) = (model, importance)
        page.description = prepared.description
        page.tasks = tasks
        page.duration = "\(Numerals.seconds(timing.total)) s \(scheduler.phrase)"
        return page
    }
}
