import Learning

/// The variants of one step in a grid: an estimator for each combination of the step's own axes, the last varying
/// fastest.
///
/// They are created axis by axis, each from the previous variants, so that no parameter is set more often than its
/// value changes.
struct GridVariants: Sendable {
    /// The estimators.
    private(set) var estimators: [any Estimator]

    /// The names of the varied parameters, in the order of their axes.
    private(set) var varied: [String] = []

    /// The values of the varied parameters for each variant, as the estimator stores them.
    private(set) var values: [ParameterValue] = []

    /// The estimators from which the variants are created: the step's own estimator, or those swapped in for it.
    ///
    /// Each has the same number of variants, which are consecutive.
    let origins: [any Estimator]

    /// The number of variants.
    var count: Int { estimators.count }

    /// Creates the variants of a step.
    ///
    /// - Parameter axes: The step's own axes, sorted by name; an axis of the whole step comes first.
    /// - Throws: `LearningError` for a parameter that does not exist or a value that is invalid.
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

    /// Creates a variant for each row of values.
    ///
    /// - Parameter parameters: The names of the varied parameters, in the order of the values.
    /// - Throws: `LearningError` for a parameter that does not exist or a value that is invalid.
    init(of estimator: any Estimator, varying parameters: [String], rows: [[ParameterValue]]) throws {
        origins = [estimator]
        estimators = []
        varied = parameters
        for row in rows {
            var variant = estimator
            for (parameter, value) in zip(parameters, row) {
                try variant.setting(parameter, toEach: [value]) { changed, stored in
                    variant = changed
                    values.append(stored)
                }
            }
            estimators.append(variant)
        }
    }

    /// Returns the index in ``origins`` of a variant's estimator.
    func origin(of variant: Int) -> Int { variant / (count / origins.count) }

    /// Replaces each variant by one variant for each choice.
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
