import Learning

extension Pipeline {
    /// Creates a pipeline from text in the form of the command line.
    ///
    /// ```swift
    /// let pipeline = try Pipeline(text: "scale: standard-scaler | pca(n_components=10) | svc")
    /// ```
    ///
    /// - Parameters:
    ///   - text: The steps, separated by `|`. A step is its kind, with an optional name before it and optional parameters
    ///     after it.
    ///   - steps: The available steps.
    /// - Throws: ``TextError`` with the position of the invalid text, name or value.
    public init(text: String, steps: StepRegistry = .standard) throws {
        self = try StepParser.pipeline(PlacedText(text: text, place: TextPlace("pipeline")), registry: steps)
    }
}

extension ParameterGrid {
    /// Creates a grid over a pipeline from texts in the form of the command line.
    ///
    /// ```swift
    /// let grid = try ParameterGrid(text: ["pca.n_components=16,32", "svc.C=0.1:100:log:4"], over: pipeline)
    /// ```
    ///
    /// - Parameters:
    ///   - axes: For each parameter `STEP.PARAMETER=VALUE,VALUE,…`, with ranges as `START:STOP:log:COUNT` or
    ///     `START:STOP:lin:COUNT`; or `STEP=KIND,KIND,…` for a step that is swapped.
    ///   - pipeline: The pipeline whose parameters are varied.
    ///   - steps: The available steps.
    /// - Throws: ``TextError`` for an unknown step or parameter, an invalid value, and a name that is varied twice.
    public init(text axes: [String], over pipeline: Pipeline, steps: StepRegistry = .standard) throws {
        try self.init(
            axes.map { try GridAxis(flag: $0, source: "grid") }, over: pipeline, registry: steps)
    }
}
