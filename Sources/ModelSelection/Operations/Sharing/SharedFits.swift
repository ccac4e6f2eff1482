import Learning
import LinearAlgebra
import TaskGraph

/// Fits an estimator, or the largest possible of several nested ones, to a summary of the training rows.
///
/// If the summary is insufficient, the estimator is fitted to the rows. The result is the model, or for several estimators
/// a ``NestedFit``.
struct FitFromSummary: SharingOperation, FittingOperation {
    struct Inputs: TaskInputList {
        let summary: TaskInput<any MergeableSummary>

        /// The target of the whole table.
        let target: TaskInput<WeightedTarget>

        /// The training rows.
        let rows: MappedRows

        static let order = TaskInputOrder(Inputs.init) { ($0.summary, $0.target, $0.rows) }
    }

    let estimators: [any Estimator]
    let memoryBudget: Int

    /// Whether a later step amplifies columns with a tiny spread.
    let smallColumnsMatter: Bool

    var name: String { "fit-\(type(of: estimators[0]).kind)-from-summary" }
    var version: Int { type(of: estimators[0]).version }
    let reason = "the fit depends only on a summary of the rows"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        estimators.encode(into: &encoder)
        encoder.append(smallColumnsMatter)
    }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any Sendable {
        let fitContext = FitContext(
            of: context, memoryBudget: memoryBudget, smallColumnsMatter: smallColumnsMatter)
        func fit(_ estimator: any Estimator) throws -> any FittedModel {
            guard let reader = estimator as? any SummaryEstimator else {
                throw MissingTrait(step: type(of: estimator).kind, trait: "SummaryEstimator")
            }
            return try reader.fit(to: inputs, in: fitContext)
                ?? estimator.fit(inputs.rows.features(), to: inputs.trainTarget(), in: fitContext)
        }
        return estimators.count == 1 ? try fit(estimators[0]) : try NestedFit(estimators, fit: fit)
    }
}

/// Fits the largest possible of several nested estimators, in decreasing order.
struct FitLargest: SharingOperation, FittingOperation {
    struct Inputs: TaskInputList {
        let x: TaskInput<Matrix>
        let target: TaskInput<WeightedTarget>

        static let order = TaskInputOrder(Inputs.init) { ($0.x, $0.target) }
    }

    let estimators: [any Estimator]
    let memoryBudget: Int

    var name: String { "fit-largest-\(type(of: estimators[0]).kind)" }
    var version: Int { type(of: estimators[0]).version }
    let reason = "the largest model contains the smaller ones"

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimators.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> NestedFit {
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        let (x, y) = (try inputs.x, try inputs.target)
        return try NestedFit(estimators) { try $0.fit(x, to: y, in: fitContext) }
    }
}

/// Restricts the model of the largest nested value to that of one estimator.
struct Restrict: SharingOperation {
    struct Inputs: TaskInputList {
        let fit: TaskInput<NestedFit>

        static let order = TaskInputOrder(Inputs.init) { $0.fit }
    }

    let estimator: any NestedEstimator
    /// The index of the estimator among the nested ones, in decreasing order.
    let place: Int

    var name: String { "restrict-\(type(of: estimator).kind)" }
    var version: Int { type(of: estimator).version }
    let reason = "the smaller model is part of the larger"

    func encodeParameters(into encoder: inout CanonicalEncoder) {
        estimator.encode(into: &encoder)
        encoder.append(place)
    }

    func run(_ inputs: TaskInputValues<Inputs>, in context: TaskContext) throws -> any FittedModel {
        let fit = try inputs.fit
        if fit.refusals.indices.contains(place) { throw fit.refusals[place].original }
        guard let model = try estimator.restrictedModel(of: fit.largest) else {
            throw inputs.error(at: \.fit, expected: "model of \(type(of: estimator).kind)")
        }
        return model
    }
}

extension NestedEstimator {
    /// Returns the restriction of a larger model; nil if that is the model of another step.
    fileprivate func restrictedModel(of larger: any FittedModel) throws -> (any FittedModel)? {
        try (larger as? Model).map(restriction(of:))
    }
}

extension SummaryEstimator {
    /// Returns the model fitted to a summary; nil if the summary is insufficient.
    fileprivate func fit(
        to inputs: TaskInputValues<FitFromSummary.Inputs>, in context: FitContext
    ) throws -> (any FittedModel)? {
        try validate()
        return try fit(inputs.summary(as: Summary.self), in: context)
    }
}

extension TaskInputValues<FitFromSummary.Inputs> {
    /// Returns the summary as a value of the estimator's type.
    func summary<Summary: MergeableSummary>(as type: Summary.Type) throws -> Summary {
        guard let summary = try self.summary as? Summary else {
            throw error(at: \.summary, expected: "\(Summary.self)")
        }
        return summary
    }

    /// Returns the targets and weights of the training rows.
    func trainTarget() throws -> WeightedTarget { try self.target.rows(at: self.rows.rows.indices) }
}
