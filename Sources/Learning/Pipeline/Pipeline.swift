/// Named steps, each feeding the next: any number of transformers and then, as a rule, a classifier or regressor.
///
/// ```swift
/// let plain = Pipeline(StandardScaler(), PCA(nComponents: 16), SVC(c: 10))
/// let named: Pipeline = ["scale": StandardScaler(), "clf": SVC()]
/// ```
public struct Pipeline: Sendable {
    /// One step: a name of its own and what it does.
    public struct Step: Sendable {
        /// The name by which a grid refers to the step.
        public let name: String

        /// What the step does.
        public var estimator: any Estimator

        /// A step of the given name.
        public init(name: String, estimator: any Estimator) {
            self.name = name
            self.estimator = estimator
        }
    }

    /// The steps in the order that data flow through them.
    public private(set) var steps: [Step]

    /// A pipeline of steps named by their kinds; a kind that repeats is numbered: `pca`, `pca-2`.
    public init(_ estimators: any Estimator...) {
        self.init(steps: estimators.map { (nil, $0) })
    }

    /// A pipeline of the steps in an array, named by their kinds.
    public init(_ estimators: [any Estimator]) { self.init(steps: estimators.map { (nil, $0) }) }

    /// A pipeline of steps, those without a name named by their kinds.
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

    /// The step of the given name, or nil.
    public func step(named name: String) -> Step? { steps.first { $0.name == name } }

    /// The pipeline with one step's estimator replaced.
    public func replacing(_ name: String, with estimator: any Estimator) -> Pipeline {
        var copy = self
        for index in steps.indices where steps[index].name == name { copy.steps[index].estimator = estimator }
        return copy
    }

    /// What the pipeline learns, or nil if its last step is a transformer.
    public var problem: Problem? {
        switch steps.last?.estimator {
        case is any Classifier: .classification
        case is any Regressor: .regression
        default: nil
        }
    }

    /// What the fitted pipeline can tell of a row.
    public var predictionKinds: PredictionKinds { steps.last.map { $0.estimator.predictionKinds } ?? [] }

    /// Throws ``LearningError`` unless the steps fit together and every parameter is in range.
    public func validate() throws {
        guard !steps.isEmpty else { throw LearningError.invalidPipeline("it has no steps") }
        var names: Set<String> = []
        var kinds = KindCheck()
        for (index, step) in steps.enumerated() {
            try kinds.add(type(of: step.estimator))
            guard names.insert(step.name).inserted else {
                throw LearningError.invalidPipeline("two steps are called '\(step.name)'")
            }
            try step.validate(isLast: index == steps.count - 1)
        }
    }
}

extension Pipeline.Step {
    /// Throws ``LearningError`` unless the step can stand in its place, and its parameters are in range and make the whole
    /// of it.
    package func validate(isLast: Bool) throws {
        if !isLast, !(estimator is any Transformer) {
            throw LearningError.invalidPipeline(
                "step '\(name)' is followed by another, but \(type(of: estimator).kind) does not transform")
        }
        try estimator.validate()
        try estimator.checkCompleteness()
    }
}

extension Pipeline: ExpressibleByDictionaryLiteral {
    /// A pipeline of the given names and steps, in the order written.
    public init(dictionaryLiteral elements: (String, any Estimator)...) {
        self.init(steps: elements.map { ($0, $1) })
    }
}

extension Pipeline: CustomStringConvertible {
    /// The pipeline as the command line writes it, with the parameters that differ from their defaults.
    public var description: String {
        steps.map { step in
            let kind = type(of: step.estimator).kind
            let text = step.estimator.changedParameters
            return (step.name == kind ? "" : "\(step.name): ") + kind + (text.isEmpty ? "" : "(\(text))")
        }.joined(separator: " | ")
    }
}

extension Estimator {
    /// The parameters that differ from their defaults, as the command line writes them.
    fileprivate var changedParameters: String {
        zip(parameterValues, Self().parameterValues).filter { $0.value != $1.value }
            .map { "\($0.0.name)=\($0.0.value)" }.joined(separator: ", ")
    }

    /// What a model of this estimator can tell of a row.
    public var predictionKinds: PredictionKinds {
        if let type = Model.self as? any FittedClassifier.Type { return type.predictionKinds.union(.labels) }
        return Model.self is any FittedRegressor.Type ? .values : []
    }
}
