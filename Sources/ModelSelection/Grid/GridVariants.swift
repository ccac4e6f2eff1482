import Learning

/// The variants that a grid makes of one step: an estimator for each combination of the step's own axes, the last varying
/// fastest.
///
/// They are made axis by axis, each from the variants before, so that no parameter is set more often than it takes other
/// values.
struct GridVariants: Sendable {
    /// The estimators.
    private(set) var estimators: [any Estimator]

    /// The parameters that vary, by name, in the order of their axes.
    private(set) var varied: [String] = []

    /// For each variant in turn the values of the varied parameters, as the estimator holds them.
    private(set) var values: [ParameterValue] = []

    /// What the variants are made of: the step's own estimator, or those it is swapped for.
    ///
    /// Each is the origin of as many variants, which stand together.
    let origins: [any Estimator]

    /// How many there are.
    var count: Int { estimators.count }

    /// The variants of a step.
    ///
    /// - Parameter axes: the step's own, sorted by name; that of the whole step is the first then.
    /// - Throws: `LearningError` for a parameter that is not there or a value that it does not take.
    init(of estimator: any Estimator, _ axes: [ResolvedAxis], in context: PlanningContext) throws {
        let swapped = axes.first?.estimators ?? []
        origins = swapped.isEmpty ? [estimator] : swapped
        estimators = origins
        for axis in axes {
            if let parameter = axis.parameter {
                try vary(parameter, over: axis.choices.compactMap(\.value), in: context)
            }
        }
    }

    /// The value of a varied parameter in a variant; nil if it is not varied.
    func value(of parameter: String, in variant: Int) -> ParameterValue? {
        varied.firstIndex(of: parameter).map { values[variant * varied.count + $0] }
    }

    /// The number, among ``origins``, of what a variant was made of.
    func origin(of variant: Int) -> Int { variant / (count / origins.count) }

    /// Makes of each variant as many as there are choices.
    private mutating func vary(
        _ parameter: String, over choices: [ParameterValue], in context: PlanningContext
    ) throws {
        var estimators: [any Estimator] = []
        var values: [ParameterValue] = []
        estimators.reserveCapacity(count * choices.count)
        values.reserveCapacity(count * choices.count * (varied.count + 1))
        for (variant, estimator) in self.estimators.enumerated() {
            try context.checkCancellation(at: choices.count < 256 ? variant : 0)
            let row = self.values[variant * varied.count..<(variant + 1) * varied.count]
            try estimator.setting(parameter, toEach: choices) { estimator, value in
                estimators.append(estimator)
                values.append(contentsOf: row)
                values.append(value)
            }
        }
        self.estimators = estimators
        self.values = values
        varied.append(parameter)
    }
}
