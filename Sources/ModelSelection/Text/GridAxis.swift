import Learning
import Strategies

/// One axis of a grid as the user wrote it: a parameter or step, and its values.
package struct GridAxis: Sendable, Equatable {
    /// `svc.C`, or `clf` for a whole step.
    package let name: String

    /// The location of the values.
    package let place: TextPlace

    private let content: Content

    private enum Content: Sendable, Equatable {
        /// A text of values separated by commas, or a range, as in a flag.
        case text(String)
        /// The values of a list.
        case list([GridValue])
    }

    /// Parses a flag: `svc.C=0.1,1,10`.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)``.
    package init(flag text: String, source: String = "--grid") throws {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw TextError.malformed(
                at: TextPlace(source), found: "'\(text)'", expected: "STEP.PARAMETER=VALUE,VALUE,…")
        }
        let trimmed = text[..<equals].filter { !$0.isWhitespace }
        self.init(
            name: String(trimmed),
            text: PlacedText(
                text: String(text[text.index(after: equals)...]), place: TextPlace("\(source) \(trimmed)")))
    }

    /// Creates an axis from the text of its values, as in a flag.
    package init(name: String, text: PlacedText) {
        (self.name, place, content) = (name, text.place, .text(text.text))
    }

    /// Creates an axis from a list of values.
    package init(name: String, values: [GridValue], place: TextPlace) {
        (self.name, self.place, content) = (name, place, .list(values))
    }

    /// The values of a parameter; ranges are expanded.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)``.
    func values() throws -> [GridValue] {
        switch content {
        case .list(let values): return values
        case .text(let text):
            var scanner = TextScanner(PlacedText(text: text, place: place))
            var values: [GridValue] = []
            repeat {
                let word = try scanner.text(upTo: [","])
                guard !word.isEmpty else { throw scanner.malformed(expected: "a value") }
                values += try GridValue.values(of: PlacedText(text: word, place: place))
            } while scanner.skip(",")
            return values
        }
    }

    /// The distribution of a parameter; nil if it has a list of values.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)``.
    func distribution() throws -> SearchSpace.Distribution? {
        guard case .text(let text) = content else { return nil }
        return try SearchSpace.Distribution(PlacedText(text: text, place: place))
    }

    /// The estimators of a step that is swapped.
    ///
    /// - Throws: ``TextError`` with the position of the invalid text, name or value.
    func estimators(registry: StepRegistry) throws -> [any Estimator] {
        switch content {
        case .text(let text):
            return try StepParser.alternatives(PlacedText(text: text, place: place), registry: registry)
        case .list(let values):
            return try values.flatMap { value in
                guard case .string(let step) = value.value else {
                    throw TextError.malformed(
                        at: value.place, found: "'\(value.value)'", expected: "a step, such as svc(C=10)")
                }
                return try StepParser.alternatives(
                    PlacedText(text: step, place: value.place), registry: registry)
            }
        }
    }
}

/// A value of a grid, and where the user wrote it.
package struct GridValue: Sendable, Equatable {
    /// The value.
    package let value: ParameterValue

    /// The location of the value.
    package let place: TextPlace

    /// Creates a value.
    package init(_ value: ParameterValue, at place: TextPlace) {
        (self.value, self.place) = (value, place)
    }

    /// Returns the value of a word in the command line's syntax, or the values of a range.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)`` for an invalid range.
    package static func values(of word: PlacedText) throws -> [GridValue] {
        let values = try ValueRange(word)?.values ?? [ParameterValue(text: word.text)]
        return values.map { GridValue($0, at: word.place) }
    }
}

extension ParameterGrid {
    /// Creates a grid over a pipeline from axes.
    ///
    /// - Parameter allowsConditions: Whether a parameter of a step that is swapped may exist in only some of the
    ///   estimators, as for an ``AdaptiveSearch``.
    /// - Throws: ``TextError`` for an unknown step or parameter, an invalid value, and a name that is varied
    ///   twice.
    package init(
        _ axes: [GridAxis], over pipeline: Pipeline, registry: StepRegistry, allowsConditions: Bool = false
    ) throws {
        self.init()
        for (index, axis) in axes.enumerated() where axes[..<index].contains(where: { $0.name == axis.name })
        {
            throw TextError.variedTwice(at: axis.place, name: axis.name)
        }
        var swapped: [String: [any Estimator]] = [:]
        for axis in axes where pipeline.step(named: axis.name) != nil {
            let estimators = try axis.estimators(registry: registry)
            swapped[axis.name] = estimators
            self = swapping(axis.name, for: estimators)
        }
        for axis in axes where swapped[axis.name] == nil {
            let (step, parameter) = try axis.target(in: pipeline)
            let all = swapped[step.name] ?? [step.estimator]
            let owners = all.filter { $0.parameterValues.contains { $0.name == parameter } }
            func check(_ values: [GridValue]) throws {
                for estimator in allowsConditions && !owners.isEmpty ? owners : all {
                    for value in values {
                        _ = try estimator.setting(
                            parameter, to: value.value, nameAt: axis.place, valueAt: value.place)
                    }
                }
            }
            if let distribution = try axis.distribution() {
                try check(distribution.bounds.map { GridValue($0, at: axis.place) })
                self = varying(axis.name, over: distribution)
            } else {
                let values = try axis.values()
                try check(values)
                self = varying(axis.name, over: values.map(\.value))
            }
        }
    }
}

extension GridAxis {
    /// The step and the parameter that the axis varies.
    fileprivate func target(in pipeline: Pipeline) throws -> (step: Pipeline.Step, parameter: String) {
        let names = pipeline.steps.map(\.name)
        // Names of steps may contain dots; names of parameters may not.
        guard let dot = name.lastIndex(of: ".") else {
            let owners = pipeline.steps.filter { step in
                step.estimator.parameterValues.contains { $0.name == name }
            }
            throw TextError.unknownName(
                at: place, owner: "the pipeline", what: "step", name: name,
                advice: owners.isEmpty
                    ? "\(advice(for: name, among: names)) (a parameter is written STEP.PARAMETER)"
                    : didYouMean(owners.map { "\($0.name).\(name)" }))
        }
        let stepName = String(name[..<dot])
        guard let step = pipeline.step(named: stepName) else {
            throw TextError.unknownName(
                at: place, owner: "the pipeline", what: "step", name: stepName,
                advice: advice(for: stepName, among: names))
        }
        return (step, String(name[name.index(after: dot)...]))
    }
}
