import Learning
import Strategies

extension [ParameterGrid.Axis] {
    /// Resolves the axes of one grid in a pipeline, sorted by full name.
    ///
    /// - Throws: ``SearchError`` for a step or parameter that does not exist or is varied twice.
    func resolved(in pipeline: Pipeline) throws -> [ResolvedAxis] {
        let swaps = compactMap(\.swap).map { ($0.step, $0.estimators) }
        let estimators = Dictionary(swaps, uniquingKeysWith: { $0 + $1 })
        let axes = try map { try $0.resolved(in: pipeline, swapped: estimators) }.sorted { $0.name < $1.name }
        for (one, next) in zip(axes, axes.dropFirst()) where one.name == next.name {
            throw SearchError.variedTwice(name: one.name)
        }
        return axes
    }
}

extension ParameterGrid.Axis {
    /// Resolves the axis in a pipeline.
    ///
    /// - Parameter swapped: For each step, the estimators that other axes swap in.
    fileprivate func resolved(
        in pipeline: Pipeline, swapped: [String: [any Estimator]]
    ) throws -> ResolvedAxis {
        let (step, parameter) = try location(in: pipeline, swapped: swapped)
        guard let index = pipeline.steps.firstIndex(where: { $0.name == step }) else {
            throw SearchError.unknownStep(name: step, known: pipeline.steps.map(\.name))
        }
        let name = parameter.map { "\(step).\($0)" } ?? step
        guard !choices.isEmpty || distribution != nil else { throw SearchError.emptyAxis(name: name) }
        return ResolvedAxis(
            name: name, step: index, parameter: parameter, choices: choices, distribution: distribution)
    }

    /// The step that this axis swaps and the estimators for it; nil if it varies a parameter.
    var swap: (step: String, estimators: [any Estimator])? {
        guard case .named(let name) = place else { return nil }
        let estimators = choices.compactMap { choice in
            if case .step(let value) = choice { value } else { nil }
        }
        return estimators.isEmpty ? nil : (name, estimators)
    }

    private func location(
        in pipeline: Pipeline, swapped: [String: [any Estimator]]
    ) throws -> (step: String, parameter: String?) {
        switch place {
        case .named(let name):
            if swap != nil { return (name, nil) }
            // Step names may contain dots; parameter names may not.
            guard let dot = name.lastIndex(of: ".") else {
                throw SearchError.incompleteParameter(name: name, steps: pipeline.steps.map(\.name))
            }
            return (String(name[..<dot]), String(name[name.index(after: dot)...]))
        case .keyPath(let step, let type, let keyPath):
            guard let parameter = type.parameterName(at: keyPath) else {
                throw SearchError.notAParameter(step: type.kind, known: type.parameterNames)
            }
            if let step { return (step, parameter) }
            let matching = pipeline.steps.filter { candidate in
                ([candidate.estimator] + swapped[candidate.name, default: []])
                    .contains { ObjectIdentifier(Swift.type(of: $0)) == ObjectIdentifier(type) }
            }
            guard let only = matching.first, matching.count == 1 else {
                throw SearchError.stepNotUnique(kind: type.kind, matching: matching.map(\.name))
            }
            return (only.name, parameter)
        }
    }
}

extension Estimator {
    fileprivate static var parameterNames: [String] { parameters.map(\.name) }
}

/// An axis resolved to a step and parameter of a pipeline.
struct ResolvedAxis: Sendable {
    /// The full name: `svc.C`, or `svc` for the whole step.
    let name: String

    /// The index of the step.
    let step: Int

    /// The parameter's name, or nil for the whole step.
    let parameter: String?

    /// The values or estimators to try.
    let choices: [ParameterGrid.Choice]

    /// The distribution of the values, instead of choices.
    let distribution: SearchSpace.Distribution?

    /// The estimators to try; empty if a parameter is varied.
    var estimators: [any Estimator] {
        choices.compactMap { choice in
            if case .step(let estimator) = choice { estimator } else { nil }
        }
    }
}
