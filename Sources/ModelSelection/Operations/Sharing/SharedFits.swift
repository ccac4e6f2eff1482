import Learning
import LinearAlgebra
import TaskGraph

/// Fits an estimator, or the largest possible of several nested ones, to a summary of the training rows.
///
/// The inputs are summary, target, features, row set and, after other steps, their map. If the summary is insufficient,
/// the estimator is fitted to the rows. The result is the model, or for several estimators a ``NestedFit``.
struct FitFromSummary: SharingOperation, FittingOperation {
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

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let fitContext = FitContext(
            of: context, memoryBudget: memoryBudget, smallColumnsMatter: smallColumnsMatter)
        func fit(_ estimator: any Estimator) throws -> any FittedModel {
            try estimator.fitFromSummary(inputs[0], in: fitContext)
                ?? estimator.fit(
                    inputs.projectedRows(at: 2), to: inputs.trainTarget(at: 1, rows: 3), in: fitContext)
        }
        return estimators.count == 1 ? try fit(estimators[0]) : try NestedFit(estimators, fit: fit)
    }
}

/// Fits the largest possible of several nested estimators, in decreasing order, to features and target.
struct FitLargest: SharingOperation, FittingOperation {
    let estimators: [any Estimator]
    let memoryBudget: Int

    var name: String { "fit-largest-\(type(of: estimators[0]).kind)" }
    var version: Int { type(of: estimators[0]).version }
    let reason = "the largest model contains the smaller ones"

    func encodeParameters(into encoder: inout CanonicalEncoder) { estimators.encode(into: &encoder) }

    func encodeSettings(into encoder: inout CanonicalEncoder) { encoder.append(memoryBudget) }

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let fitContext = FitContext(of: context, memoryBudget: memoryBudget)
        let (x, y) = (try inputs.value(0, as: Matrix.self), try inputs.value(1, as: Target.self))
        return try NestedFit(estimators) { try $0.fit(x, to: y, in: fitContext) }
    }
}

/// Restricts the model of the largest nested value to that of one estimator.
struct Restrict: SharingOperation {
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

    func run(_ inputs: TaskInputs, in context: TaskContext) throws -> any Sendable {
        let cover = try inputs.value(0, as: NestedFit.self)
        if cover.refusals.indices.contains(place) { throw cover.refusals[place].original }
        return try estimator.restrictedModel(of: cover.largest)
    }
}

extension NestedEstimator {
    fileprivate func restrictedModel(of larger: any FittedModel) throws -> any FittedModel {
        guard let larger = larger as? Model else {
            throw TaskInputError(position: 0, expected: "\(Model.self)", value: larger)
        }
        return try restriction(of: larger)
    }
}

extension Estimator {
    /// Returns the model fitted to a summary; nil if the summary is insufficient.
    fileprivate func fitFromSummary(
        _ summary: any Sendable, in context: FitContext
    ) throws -> (any FittedModel)? {
        try (self as? any SummaryEstimator)?.fitTo(summary, in: context)
    }
}

extension SummaryEstimator {
    fileprivate func fitTo(_ summary: any Sendable, in context: FitContext) throws -> (any FittedModel)? {
        try validate()
        guard let summary = summary as? Summary else {
            throw TaskInputError(position: 0, expected: "\(Summary.self)", value: summary)
        }
        return try fit(summary, in: context)
    }
}

extension TaskInputs {
    /// Returns the targets (input `target`) of the rows in a row set (input `rows`).
    func trainTarget(at target: Int, rows: Int) throws -> Target {
        try value(target, as: Target.self).rows(at: value(rows, as: RowSet.self).indices)
    }
}
