import Learning

/// Which parameters a search varies, and over what: all combinations, of one grid or of several in turn.
///
/// ```swift
/// let grid = ParameterGrid()
///     .varying(\PCA.nComponents, over: [16, 32])
///     .varying(\SVC.c, over: [0.1, 1, 10])         // 6 candidates
/// let either = grid + ParameterGrid().varying(\SVC.kernel, over: [.linear])  // and 1 more
/// ```
///
/// A grid that varies nothing has one candidate: the pipeline as it is.
public struct ParameterGrid: Sendable {
    /// The grids whose combinations are tried in turn; each a list of axes.
    private(set) var alternatives: [[Axis]]

    /// A grid that varies nothing.
    public init() { alternatives = [[]] }

    /// Varies the parameter at a key path.
    ///
    /// - Parameters:
    ///   - keyPath: the parameter.
    ///   - values: what it is to be, one after the other.
    ///   - step: the step's name; needed only where several steps are of that estimator.
    public func varying<E: Estimator, Value: ParameterConvertible>(
        _ keyPath: WritableKeyPath<E, Value> & Sendable, over values: [Value], in step: String? = nil
    ) -> ParameterGrid {
        adding(Axis(.keyPath(step: step, E.self, keyPath), values.map { .parameter($0.parameterValue) }))
    }

    /// Varies the parameter at a key path over numbers, such as counts of components.
    ///
    /// - Parameters:
    ///   - keyPath: the parameter.
    ///   - numbers: its values in order.
    ///   - step: the name of the step; required only if several steps are of that estimator.
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

    /// Tries each of several estimators in the place of a step, its own among them if it is listed.
    ///
    /// Parameters that are varied beside it must be ones that every one of them has.
    public func swapping(_ step: String, for estimators: [any Estimator]) -> ParameterGrid {
        adding(Axis(.named(step), estimators.map { .step($0) }))
    }

    /// The combinations of one grid, then those of the other.
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

    /// One thing that is varied, and over what.
    struct Axis: Sendable {
        let place: Place
        let choices: [Choice]

        init(_ place: Place, _ choices: [Choice]) {
            self.place = place
            self.choices = choices
        }
    }

    /// Where a choice goes, before it is looked up in a pipeline.
    enum Place: Sendable {
        /// `step.parameter`, or `step` alone for the whole of it.
        case named(String)
        /// A parameter of an estimator's, in the one step of that estimator unless named.
        case keyPath(step: String?, any Estimator.Type, any AnyKeyPath & Sendable)
    }

    /// One thing to try.
    enum Choice: Sendable {
        case parameter(ParameterValue)
        case step(any Estimator)

        /// The value to set; nil for a step.
        var value: ParameterValue? {
            if case .parameter(let value) = self { value } else { nil }
        }
    }
}
