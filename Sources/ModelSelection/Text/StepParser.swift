import Learning

/// A parser of pipelines and steps.
///
/// ```
/// pipeline  = [ columns "|" ] step *( "|" step )
/// columns   = [ name ":" ] "columns" [ "(" branch *( ";" branch ) ")" ]
/// branch    = NAME [ "[" COLUMN *( "," COLUMN ) "]" ] ":" ( "drop" / step *( "|" step ) )
/// steps     = kind *( "," kind )               ; the values of a grid that swaps a step
/// step      = [ name ":" ] kind
/// kind      = NAME [ "(" [ parameter *( "," parameter ) ] ")" ]
/// parameter = NAME "=" VALUE
/// ```
///
/// A value is parsed by `ParameterValue`: a word, a number, or numbers by name such as `{setosa: 1, "New York": 2}`.
package struct StepParser {
    var scanner: TextScanner
    private let registry: StepRegistry

    private init(_ text: PlacedText, _ registry: StepRegistry) {
        scanner = TextScanner(text)
        self.registry = registry
    }

    /// Parses a pipeline: `scale: standard-scaler | pca(whiten=true) | svc`.
    ///
    /// - Throws: ``TextError`` with the position of the invalid text, name or value.
    package static func pipeline(_ text: PlacedText, registry: StepRegistry) throws -> Pipeline {
        var parser = StepParser(text, registry)
        let stage = try parser.columnStage()
        let steps = try parser.steps()
        guard parser.scanner.isAtEnd else { throw parser.scanner.malformed(expected: "'|' or the end") }
        let pipeline = Pipeline(columns: stage?.branches, named: stage?.name ?? "columns", steps: steps)
        do {
            try pipeline.validate()
        } catch {
            throw TextError.refused(at: text.place, reason: "\(error)")
        }
        return pipeline
    }

    /// Parses the alternatives for a step of a grid: `svc, logistic-regression(C=10)`.
    ///
    /// - Throws: ``TextError``, like ``pipeline(_:registry:)``.
    package static func alternatives(_ text: PlacedText, registry: StepRegistry) throws -> [any Estimator] {
        var parser = StepParser(text, registry)
        var estimators: [any Estimator] = []
        repeat {
            parser.scanner.skipBlanks()
            let start = parser.scanner.position
            estimators.append(try parser.kind(parser.scanner.name(), at: start))
        } while parser.scanner.skip(",")
        guard parser.scanner.isAtEnd else { throw parser.scanner.malformed(expected: "',' or the end") }
        return estimators
    }

    mutating func steps() throws -> [(name: String?, estimator: any Estimator)] {
        var steps: [(name: String?, estimator: any Estimator)] = []
        repeat { steps.append(try step()) } while scanner.skip("|")
        return steps
    }

    private mutating func step() throws -> (name: String?, estimator: any Estimator) {
        scanner.skipBlanks()
        var start = scanner.position
        var word = scanner.name()
        scanner.skipBlanks()
        guard !word.isEmpty, scanner.skip(":") else { return (nil, try kind(word, at: start)) }
        let name = word
        scanner.skipBlanks()
        start = scanner.position
        word = scanner.name()
        return (name, try kind(word, at: start))
    }

    /// Creates the estimator of a kind, and parses the optional parameters in parentheses.
    private mutating func kind(_ name: String, at start: Int) throws -> any Estimator {
        guard !name.isEmpty else { throw scanner.malformed(expected: "a step, such as standard-scaler") }
        guard name != Self.columnsWord else {
            throw TextError.refused(
                at: scanner.here(start), reason: "'columns' must be the first step, followed by other steps")
        }
        guard let type = registry.types.first(where: { $0.kind == name }) else {
            throw TextError.unknownName(
                at: scanner.here(start), what: "step", name: name,
                advice: advice(for: name, among: registry.types.map { $0.kind }))
        }
        var estimator: any Estimator = type.init()
        scanner.skipBlanks()
        guard scanner.skip("(") else { return estimator }
        scanner.skipBlanks()
        if !scanner.skip(")") {
            var given: Set<String> = []
            repeat { estimator = try parameter(of: estimator, &given) } while scanner.skip(",")
            guard scanner.skip(")") else { throw scanner.malformed(expected: "',' or ')'") }
        }
        scanner.skipBlanks()
        return estimator
    }

    private mutating func parameter(
        of estimator: any Estimator, _ given: inout Set<String>
    ) throws -> any Estimator {
        scanner.skipBlanks()
        let start = scanner.here()
        let name = scanner.name()
        guard !name.isEmpty else { throw scanner.malformed(expected: "a parameter, such as C=10") }
        scanner.skipBlanks()
        guard scanner.skip("=") else { throw scanner.malformed(expected: "'=' after '\(name)'") }
        scanner.skipBlanks()
        let valuePlace = scanner.here()
        let value = try scanner.text(upTo: [",", ")"])
        guard !value.isEmpty else { throw scanner.malformed(expected: "a value for '\(name)'") }
        guard given.insert(name).inserted else {
            throw TextError.refused(at: start, reason: "'\(name)' is given twice")
        }
        return try estimator.setting(
            name, to: ParameterValue(text: value), nameAt: start, valueAt: valuePlace)
    }
}

extension Estimator {
    /// Returns the estimator with a changed parameter; errors include the location of the name or the value.
    func setting(
        _ name: String, to value: ParameterValue, nameAt: TextPlace, valueAt: TextPlace
    ) throws -> any Estimator {
        do {
            return try setting(name, to: value)
        } catch LearningError.unknownParameter(let step, let name, let known) {
            throw TextError.unknownName(
                at: nameAt, owner: step, what: "parameter", name: name,
                advice: advice(for: name, among: known))
        } catch {
            throw TextError.refused(at: valueAt, reason: "\(error)")
        }
    }
}
