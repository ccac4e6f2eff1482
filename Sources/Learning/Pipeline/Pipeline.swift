/// A sequence of named steps: any number of transformers, usually followed by a classifier or regressor.
///
/// ```swift
/// let plain = Pipeline(StandardScaler(), PCA(nComponents: 16), SVC(c: 10))
/// let named: Pipeline = ["scale": StandardScaler(), "clf": SVC()]
/// ```
public struct Pipeline: Sendable {
    /// A step: a unique name and an estimator.
    public struct Step: Sendable {
        /// The name of the step in grids.
        public let name: String

        /// The estimator.
        public var estimator: any Estimator

        /// Creates a step.
        public init(name: String, estimator: any Estimator) {
            self.name = name
            self.estimator = estimator
        }
    }

    /// The steps, in the order of execution.
    public private(set) var steps: [Step]

    /// Creates a pipeline of steps named by their kinds; repeated kinds are numbered: `pca`, `pca-2`.
    public init(_ estimators: any Estimator...) {
        self.init(steps: estimators.map { (nil, $0) })
    }

    /// Creates a pipeline of the steps in an array, named by their kinds.
    public init(_ estimators: [any Estimator]) { self.init(steps: estimators.map { (nil, $0) }) }

    /// Creates a pipeline of steps.
    ///
    /// A step without a name is named by its kind.
    public init(steps: [(name: String?, estimator: any Estimator)]) {
        var used: [String: Int] = [:]
        self.steps = steps.map { name, estimator in
            let kind = type(of: estimator).kind
            guard let name else {
                used[kind, default: 0] += 1
                return Step(
                    name: used[kind] == 1 ? kind : "\(kind)-\(used[kind, default: 1])", estimator: estimator)
            }
            return Step(name: name, estimator: estimator)
        }
    }

    /// The last step, or nil if there is none.
    public var last: Step? { steps.last }

    /// Returns the step with the given name, or nil.
    public func step(named name: String) -> Step? { steps.first { $0.name == name } }

    /// Returns the pipeline with one step's estimator replaced.
    public func replacing(_ name: String, with estimator: any Estimator) -> Pipeline {
        var copy = self
        for index in steps.indices where steps[index].name == name { copy.steps[index].estimator = estimator }
        return copy
    }

    /// The kind of problem, or nil if the last step is a transformer.
    public var problem: Problem? {
        switch steps.last?.estimator {
        case is any Classifier: .classification
        case is any Regressor: .regression
        default: nil
        }
    }

    /// The kinds of predictions that the fitted pipeline makes.
    public var predictionKinds: PredictionKinds { steps.last.map { $0.estimator.predictionKinds } ?? [] }

    /// Throws ``LearningError`` unless the steps fit together and every parameter is in range.
    public func validate() throws {
        guard !steps.isEmpty else { throw LearningError.invalidPipeline("it has no steps") }
        var names: Set<String> = []
        var kinds = KindCheck()
        for (index, step) in steps.enumerated() {
            try kinds.add(type(of: step.estimator))
            guard names.insert(step.name).inserted else {
                throw LearningError.invalidPipeline("two steps are named '\(step.name)'")
            }
            try step.validate(isLast: index == steps.count - 1)
        }
    }
}

extension Pipeline.Step {
    /// Throws ``LearningError`` unless the step is allowed in its position, and its parameters are in range and
    /// determine the estimator.
    package func validate(isLast: Bool) throws {
        if !isLast, !(estimator is any Transformer) {
            throw LearningError.invalidPipeline(
                "step '\(name)' is not the last one, but \(type(of: estimator).kind) is not a transformer")
        }
        try estimator.validate()
        try estimator.checkCompleteness()
    }
}

extension Pipeline: ExpressibleByDictionaryLiteral {
    /// Creates a pipeline of the given names and steps, in order.
    public init(dictionaryLiteral elements: (String, any Estimator)...) {
        self.init(steps: elements.map { ($0, $1) })
    }
}

extension Pipeline: CustomStringConvertible {
    /// The pipeline in the command line's syntax, with the parameters that differ from their defaults.
    public var description: String {
        steps.map { step in
            let kind = type(of: step.estimator).kind
            let text = step.estimator.changedParameters
            return (step.name == kind ? "" : "\(step.name): ") + kind + (text.isEmpty ? "" : "(\(text))")
        }.joined(separator: " | ")
    }
}

extension Estimator {
    /// The parameters that differ from their defaults, in the command line's syntax.
    fileprivate var changedParameters: String {
        zip(parameterValues, Self().parameterValues).filter { $0.value != $1.value }
            .map { "\($0.0.name)=\($0.0.value)" }.joined(separator: ", ")
    }
}
