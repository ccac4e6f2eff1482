extension Scorer: ExpressibleByStringLiteral {
    /// Creates the scorer of ``all`` with a name, as in `scoring: ["accuracy", "f1_macro"]`.
    ///
    /// Planning a search with an unknown name throws ``LearningError/unknownScorer(name:known:)``.
    public init(stringLiteral name: String) {
        if let scorer = Self.all.first(where: { $0.name == name }) {
            self = scorer
        } else {
            self.init(
                name, "", .classification, [], usesWeights: false, version: 1, isStandard: false
            ) { _, _, _, _ in
                throw Self.unknown(name)
            }
        }
    }

    /// Throws ``LearningError/unknownScorer(name:known:)`` if the literal does not name a scorer.
    package func requireKnown() throws {
        if needs.isEmpty { throw Self.unknown(name) }
    }

    /// Returns the error for an unknown name.
    static func unknown(_ name: String) -> LearningError {
        .unknownScorer(name: name, known: all.map(\.name))
    }
}
