/// A sequence of named steps: any number of transformers, usually followed by a classifier or regressor.
///
/// ```swift
/// let plain = Pipeline(StandardScaler(), PCA(nComponents: 16), SVC(c: 10))
/// let named: Pipeline = ["scale": StandardScaler(), "clf": SVC()]
/// ```
///
/// For a table with categories, dates or missing cells, the pipeline begins with a stage whose branches transform groups
/// of columns:
///
/// ```swift
/// let mixed = Pipeline(
///     columns: [.numeric(SimpleImputer()), .categorical(OneHotEncoder())], StandardScaler(), SVC())
/// ```
public struct Pipeline: Sendable {
    /// A step: a unique name and an estimator.
    public struct Step: Sendable {
        /// The name of the step in grids.
        ///
        /// That of a branch's step includes the branch: `columns.numeric.simple-imputer`.
        public let name: String

        /// The estimator.
        public var estimator: any Estimator

        /// The name of the branch of columns that the step belongs to; nil for a step after the branches.
        public let branch: String?

        /// Creates a step.
        public init(name: String, estimator: any Estimator, branch: String? = nil) {
            self.name = name
            self.estimator = estimator
            self.branch = branch
        }
    }

    /// The branches of columns before the steps that read all rows; nil if there are none.
    public let columns: ColumnStage?

    /// The steps in the order of execution: branch by branch, and then those after the branches.
    public private(set) var steps: [Step]

    /// Creates a pipeline of steps named by their kinds; repeated kinds are numbered: `pca`, `pca-2`.
    public init(_ estimators: any Estimator...) {
        self.init(steps: estimators.map { (nil, $0) })
    }

    /// Creates a pipeline of the steps in an array, named by their kinds.
    public init(_ estimators: [any Estimator]) { self.init(steps: estimators.map { (nil, $0) }) }

    /// Creates a pipeline of branches of columns, followed by steps for the numbers that they return.
    ///
    /// - Parameters:
    ///   - branches: The branches; see ``ColumnStage``.
    ///   - estimators: The steps after the branches, named by their kinds.
    public init(columns branches: [ColumnBranch], _ estimators: any Estimator...) {
        self.init(columns: branches, steps: estimators.map { (nil, $0) })
    }

    /// Creates a pipeline of steps.
    ///
    /// A step without a name is named by its kind.
    ///
    /// - Parameters:
    ///   - branches: The branches of columns before the steps; nil for none.
    ///   - stage: The name of the branches in grids.
    ///   - steps: The steps.
    public init(
        columns branches: [ColumnBranch]? = nil, named stage: String = "columns",
        steps: [(name: String?, estimator: any Estimator)]
    ) {
        var all: [Step] = []
        columns = branches.map { branches in
            let stage = ColumnStage(
                name: stage,
                branches: branches.map { .init($0.name, $0.selection, isDropped: $0.steps == nil) })
            for branch in branches {
                all += Self.named(branch.steps ?? []).map { name, estimator in
                    Step(
                        name: stage.stepName(name, of: branch.name), estimator: estimator,
                        branch: branch.name)
                }
            }
            return stage
        }
        self.steps = all + Self.named(steps).map { Step(name: $0, estimator: $1) }
    }

    /// Creates a pipeline of steps with their final names.
    package init(columns: ColumnStage?, steps: [Step]) {
        self.columns = columns
        self.steps = steps
    }

    private static func named(
        _ steps: [(name: String?, estimator: any Estimator)]
    ) -> [(name: String, estimator: any Estimator)] {
        var used: [String: Int] = [:]
        return steps.map { name, estimator in
            if let name { return (name, estimator) }
            let kind = type(of: estimator).kind
            used[kind, default: 0] += 1
            return (used[kind] == 1 ? kind : "\(kind)-\(used[kind, default: 1])", estimator)
        }
    }

    /// The last step, or nil if there is none.
    public var last: Step? { mainSteps.last }

    /// The steps after the branches of columns.
    package var mainSteps: [Step] { steps.filter { $0.branch == nil } }

    /// Returns the steps of a branch of columns.
    package func steps(of branch: String) -> [Step] { steps.filter { $0.branch == branch } }

    /// Returns the step with the given name, or nil.
    public func step(named name: String) -> Step? { steps.first { $0.name == name } }

    /// Returns the pipeline with one step's estimator replaced.
    public func replacing(_ name: String, with estimator: any Estimator) -> Pipeline {
        var copy = self
        for index in steps.indices where steps[index].name == name { copy.steps[index].estimator = estimator }
        return copy
    }

    /// Returns the pipeline with other estimators in its steps, in their order.
    package func replacing(with estimators: some Collection<any Estimator>) -> Pipeline {
        var copy = self
        for (index, estimator) in zip(steps.indices, estimators) { copy.steps[index].estimator = estimator }
        return copy
    }

    /// The kind of problem, or nil if the last step is a transformer.
    public var problem: Problem? {
        switch last?.estimator {
        case is any Classifier: .classification
        case is any Regressor: .regression
        default: nil
        }
    }

    /// The kinds of predictions that the fitted pipeline makes.
    public var predictionKinds: PredictionKinds { last.map { $0.estimator.predictionKinds } ?? [] }
}

extension Pipeline: ExpressibleByDictionaryLiteral {
    /// Creates a pipeline of the given names and steps, in order.
    public init(dictionaryLiteral elements: (String, any Estimator)...) {
        self.init(steps: elements.map { ($0, $1) })
    }
}
