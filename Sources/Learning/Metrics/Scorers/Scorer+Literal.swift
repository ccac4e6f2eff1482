extension Scorer: ExpressibleByStringLiteral {
    /// The scorer of ``all`` with a name: `scoring: ["accuracy", "f1_macro"]`.
    ///
    /// A name that is unknown is refused when a search is planned, with ``LearningError/unknownScorer(name:nearest:)``.
    public init(stringLiteral name: String) {
        if let scorer = Self.all.first(where: { $0.name == name }) {
            self = scorer
        } else {
            self.init(name, "", .classification, [], version: 1, isStandard: false) { _, _, _ in
                throw Self.unknown(name)
            }
        }
    }

    /// Throws ``LearningError/unknownScorer(name:nearest:)`` for a literal that names no scorer.
    package func requireKnown() throws {
        if needs.isEmpty { throw Self.unknown(name) }
    }

    /// The error for an unknown name, with the names that resemble it, or all if none does.
    static func unknown(_ name: String) -> LearningError {
        let names = all.map(\.name)
        let nearest = nearestNames(to: name, among: names)
        return .unknownScorer(name: name, nearest: nearest.isEmpty ? names : nearest)
    }
}
