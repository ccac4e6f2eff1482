import Learning

/// One axis of a grid as the user wrote it: a parameter or step, and the text of its values.
package struct GridAxis: Sendable, Equatable {
    /// `svc.C`, or `clf` for a whole step.
    package let name: String

    /// The values in one text: separated by commas, or a range.
    package let values: PlacedText

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
            values: PlacedText(
                text: String(text[text.index(after: equals)...]), place: TextPlace("\(source) \(trimmed)")))
    }

    /// Creates an axis.
    package init(name: String, values: PlacedText) {
        self.name = name
        self.values = values
    }

    /// The text of each value; ranges are expanded.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)``.
    package func texts() throws -> [String] {
        var scanner = TextScanner(values)
        var texts: [String] = []
        repeat {
            let text = try scanner.text(upTo: [","])
            guard !text.isEmpty else { throw scanner.malformed(expected: "a value") }
            if let range = try ValueRange(PlacedText(text: text, place: values.place)) {
                texts += range.texts
            } else {
                texts.append(text)
            }
        } while scanner.skip(",")
        return texts
    }
}

extension ParameterGrid {
    /// Creates a grid over a pipeline from axes.
    ///
    /// - Throws: ``TextError`` for an unknown step or parameter, an invalid value, and a name that is varied
    ///   twice.
    package init(_ axes: [GridAxis], over pipeline: Pipeline, registry: StepRegistry) throws {
        self.init()
        for (index, axis) in axes.enumerated() where axes[..<index].contains(where: { $0.name == axis.name })
        {
            throw TextError.variedTwice(at: axis.values.place, name: axis.name)
        }
        var swapped: [String: [any Estimator]] = [:]
        for axis in axes where pipeline.step(named: axis.name) != nil {
            let estimators = try StepParser.alternatives(axis.values, registry: registry)
            swapped[axis.name] = estimators
            self = swapping(axis.name, for: estimators)
        }
        for axis in axes where swapped[axis.name] == nil {
            let (step, parameter) = try axis.target(in: pipeline)
            let texts = try axis.texts()
            for estimator in swapped[step.name] ?? [step.estimator] {
                for text in texts {
                    _ = try estimator.setting(
                        parameter, toText: text, nameAt: axis.values.place, valueAt: axis.values.place)
                }
            }
            self = varying(axis.name, over: texts.map { ParameterValue(text: $0) })
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
            let full = owners.map { "\($0.name).\(name)" }
            throw TextError.unknownName(
                at: values.place, owner: "the pipeline", what: "step", name: name,
                advice: full.isEmpty
                    ? "\(advice(for: name, among: names)) (a parameter is written STEP.PARAMETER)"
                    : "did you mean \(full.map { "'\($0)'" }.joined(separator: " or "))?")
        }
        let stepName = String(name[..<dot])
        guard let step = pipeline.step(named: stepName) else {
            throw TextError.unknownName(
                at: values.place, owner: "the pipeline", what: "step", name: stepName,
                advice: advice(for: stepName, among: names))
        }
        return (step, String(name[name.index(after: dot)...]))
    }
}
