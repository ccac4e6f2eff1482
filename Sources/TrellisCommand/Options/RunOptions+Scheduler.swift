extension SchedulerChoice {
    /// The scheduler that flags and spec name; threads if neither does.
    ///
    /// - Throws: ``CommandError``.
    init(_ options: RunOptions, _ spec: SpecFile) throws {
        let flag = options.scheduler.map { PlacedText(text: $0, place: TextPlace("--scheduler")) }
        let text = try flag ?? spec.text("scheduler")
        try self.init(
            text ?? PlacedText(text: "threads", place: TextPlace("--scheduler")),
            workers: options.workers ?? spec.number("workers"))
    }
}
