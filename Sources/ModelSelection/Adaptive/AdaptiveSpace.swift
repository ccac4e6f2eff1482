import Learning
import Strategies

/// The parameters of a search with distributions, resolved in a pipeline.
///
/// A step that is swapped is a parameter whose choices are the names of its estimators. A parameter that only some of
/// them have exists only where one of these is chosen.
struct AdaptiveSpace {
    let pipeline: Pipeline
    let space: SearchSpace

    /// The estimators of each step that is swapped, by its name.
    private let swapped: [String: [CandidateSettings.NamedEstimator]]

    /// Resolves the axes of a grid.
    ///
    /// - Throws: ``SearchError`` for a step or parameter that does not exist or is varied twice; `LearningError` for an
    ///   invalid parameter value; `StrategyError` for an invalid distribution.
    init(_ pipeline: Pipeline, _ grid: ParameterGrid) throws {
        try pipeline.validate()
        guard let unresolved = grid.alternatives.first, grid.alternatives.count == 1 else {
            throw SearchError.severalGrids
        }
        let axes = try unresolved.resolved(in: pipeline)
        var swapped: [String: [CandidateSettings.NamedEstimator]] = [:]
        for axis in axes where axis.parameter == nil {
            let varied = axes.filter { $0.step == axis.step }.compactMap(\.parameter)
            swapped[axis.name] = zip(axis.estimators.distinctNames(besides: Set(varied)), axis.estimators)
                .map { .init(name: $0, estimator: $1) }
        }
        var dimensions = try axes.map { axis in
            let step = pipeline.steps[axis.step]
            guard let parameter = axis.parameter else {
                let names = swapped[axis.name, default: []].map { ParameterValue.string($0.name) }
                return SearchSpace.Dimension(axis.name, .choices(names))
            }
            let alternatives = swapped[step.name] ?? [.init(name: step.name, estimator: step.estimator)]
            let owners = alternatives.filter { alternative in
                alternative.estimator.parameterValues.contains { $0.name == parameter }
            }
            for owner in owners.isEmpty ? alternatives : owners {
                for value in axis.distribution?.bounds ?? axis.choices.compactMap(\.value) {
                    _ = try owner.estimator.setting(parameter, to: value)
                }
            }
            let distribution = axis.distribution ?? .choices(axis.choices.compactMap(\.value))
            guard owners.count < alternatives.count else { return .init(axis.name, distribution) }
            return .init(
                axis.name, distribution, when: step.name, isOneOf: owners.map { .string($0.name) })
        }
        for (index, axis) in axes.enumerated() {
            dimensions[index].isOfEarlierStep = axis.step < pipeline.steps.count - 1
        }
        self.pipeline = pipeline
        self.swapped = swapped
        space = try SearchSpace(dimensions)
    }

    /// Throws ``SearchError/resourceNotFound(name:)`` unless an integer parameter has a name.
    func requireInteger(_ name: String) throws {
        guard let dot = name.lastIndex(of: "."), let step = pipeline.step(named: String(name[..<dot])),
            (swapped[step.name]?.map(\.estimator) ?? [step.estimator]).allSatisfy({ estimator in
                (try? estimator.setting(String(name[name.index(after: dot)...]), to: .int(1))) != nil
            })
        else { throw SearchError.resourceNotFound(name: name) }
    }

    /// Returns what a point changes in the pipeline.
    func settings(of point: SearchSpace.Point) -> CandidateSettings {
        var settings = CandidateSettings()
        for entry in point.entries {
            if let alternatives = swapped[entry.name] {
                settings.steps[entry.name] = alternatives.first { .string($0.name) == entry.value }
            } else {
                settings.values[entry.name] = entry.value
            }
        }
        return settings
    }
}
