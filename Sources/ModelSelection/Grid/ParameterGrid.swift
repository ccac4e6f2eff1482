import Learning
import Strategies

/// The parameters to vary in a search and their values: all combinations, of one grid or of several in turn.
///
/// ```swift
/// let grid = ParameterGrid()
///     .varying(\PCA.nComponents, over: [16, 32])
///     .varying(\SVC.c, over: [0.1, 1, 10])         // 6 candidates
/// let either = grid + ParameterGrid().varying(\SVC.kernel, over: [.linear])  // and 1 more
/// ```
///
/// A grid without parameters has one candidate: the pipeline itself.
public struct ParameterGrid: Sendable {
    /// The grids to search in turn, each a list of axes.
    private(set) var alternatives: [[Axis]]

    /// Creates a grid without parameters.
    public init() { alternatives = [[]] }

    /// Varies the parameter at a key path.
    ///
    /// - Parameters:
    ///   - keyPath: The parameter.
    ///   - values: Its values in order.
    ///   - step: The name of the step; required only if several steps are of that estimator.
    public func varying<E: Estimator, Value: ParameterConvertible>(
        _ keyPath: WritableKeyPath<E, Value> & Sendable, over values: [Value], in step: String? = nil
    ) -> ParameterGrid {
        adding(Axis(.keyPath(step: step, E.self, keyPath), values.map { .parameter($0.parameterValue) }))
    }

    /// Varies the parameter at a key path over numbers, such as numbers of components.
    ///
    /// - Parameters:
    ///   - keyPath: The parameter.
    ///   - numbers: Its values in order.
    ///   - step: The name of the step; required only if several steps are of that estimator.
    public func varying<E: Estimator, Value: NumberParameter>(
        _ keyPath: WritableKeyPath<E, Value> & Sendable, over numbers: [Value.Number], in step: String? = nil
    ) -> ParameterGrid {
        varying(keyPath, over: numbers.map { Value($0) }, in: step)
    }

    /// Varies a parameter by its full name over Swift values: `.varying("svc.C", over: [0.1, 1])`.
    public func varying(_ name: String, over values: [some ParameterConvertible]) -> ParameterGrid {
        varying(name, over: values.map(\.parameterValue))
    }

    /// Varies a parameter by its full name: `svc.C`.
    public func varying(_ name: String, over values: [ParameterValue]) -> ParameterGrid {
        adding(Axis(.named(name), values.map { .parameter($0) }))
    }

    /// Varies the parameter at a key path over a distribution, for an ``AdaptiveSearch``.
    ///
    /// - Parameters:
    ///   - keyPath: The parameter.
    ///   - distribution: The distribution of its values.
    ///   - step: The name of the step; required only if several steps are of that estimator.
    public func varying<E: Estimator, Value: ParameterConvertible>(
        _ keyPath: WritableKeyPath<E, Value> & Sendable, over distribution: SearchSpace.Distribution,
        in step: String? = nil
    ) -> ParameterGrid {
        adding(Axis(.keyPath(step: step, E.self, keyPath), [], distribution))
    }

    /// Varies a parameter by its full name over a distribution, for an ``AdaptiveSearch``.
    public func varying(_ name: String, over distribution: SearchSpace.Distribution) -> ParameterGrid {
        adding(Axis(.named(name), [], distribution))
    }

    /// Tries each of several estimators as a step.
    ///
    /// The step's own estimator is included only if it is listed.
    ///
    /// Parameters of the step that are varied as well must exist in every one of them.
    public func swapping(_ step: String, for estimators: [any Estimator]) -> ParameterGrid {
        adding(Axis(.named(step), estimators.map { .step($0) }))
    }

    /// Returns the combinations of one grid, followed by those of the other.
    public static func + (first: ParameterGrid, second: ParameterGrid) -> ParameterGrid {
        var union = first
        union.alternatives += second.alternatives
        return union
    }

    private func adding(_ axis: Axis) -> ParameterGrid {
        var copy = self
        for index in copy.alternatives.indices { copy.alternatives[index].append(axis) }
        return copy
    }

    /// A parameter or step that is varied, and its choices.
    struct Axis: Sendable {
        let place: Place
        let choices: [Choice]

        /// The distribution of the values, instead of choices.
        let distribution: SearchSpace.Distribution?

        init(_ place: Place, _ choices: [Choice], _ distribution: SearchSpace.Distribution? = nil) {
            self.place = place
            self.choices = choices
            self.distribution = distribution
        }
    }

    /// The location of a choice, before it is resolved in a pipeline.
    enum Place: Sendable {
        /// `step.parameter`, or `step` alone for the whole step.
        case named(String)
        /// A parameter of an estimator type; without a step name, in the only step of that type.
        case keyPath(step: String?, any Estimator.Type, any AnyKeyPath & Sendable)
    }

    /// A value or an estimator to try.
    enum Choice: Sendable {
        case parameter(ParameterValue)
        case step(any Estimator)

        /// The value to set; nil for an estimator.
        var value: ParameterValue? {
            if case .parameter(let value) = self { value } else { nil }
        }
    }
}
