import Reporting
import Trellis

extension SearchReport {
    /// Returns the page of the results, and of what the workers did.
    func page(of tasks: TaskRecord) -> Report {
        let source = subject.source
        var page = Report(
            title: "\(source.target) of \(source.path.split(separator: "/").last ?? "")", results: results,
            pipeline: "\(subject.pipeline)", folds: subject.folds)
        page.command = CommandLine.repeatable
        // The code that fits the pipeline again reads one table into memory.
        if subject.dataset != nil { page.source = source }
        if let outOfFold, let data = subject.dataset { page.predictions = (outOfFold, data.target) }
        (page.model, page.importance) = (model, importance)
        page.description = subject.tableDescription
        page.tasks = tasks
        page.duration = "\(Numerals.seconds(timing.total)) s \(scheduler.phrase)"
        return page
    }
}
