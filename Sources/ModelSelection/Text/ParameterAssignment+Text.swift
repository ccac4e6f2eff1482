import Learning

extension ParameterAssignment {
    /// Parses the varied parameters of a candidate, as its ``description`` writes them.
    ///
    /// - Parameters:
    ///   - text: The names and values: `pca.n_components=48 svc.C=10.0`.
    ///   - pipeline: The pipeline of the candidate. A name of one of its steps is that of a swapped step.
    /// - Throws: ``TextError``.
    package init(_ text: PlacedText, of pipeline: Pipeline) throws {
        var entries: [Entry] = []
        var scanner = TextScanner(text)
        if text.text != ParameterAssignment(entries: []).description {
            scanner.skipBlanks()
            while !scanner.isAtEnd {
                let name = scanner.name()
                guard !name.isEmpty, scanner.skip("=") else {
                    throw scanner.malformed(expected: "NAME=VALUE")
                }
                let value = try scanner.text(upTo: [" "])
                let isStep = pipeline.step(named: name) != nil
                entries.append(
                    Entry(
                        name: name, value: isStep ? .string(value) : ParameterValue(text: value),
                        isStep: isStep))
                scanner.skipBlanks()
            }
        }
        self.init(entries: entries)
    }
}
