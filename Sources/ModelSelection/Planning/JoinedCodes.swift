import Learning

/// Whether the rows of all branches of columns are encoded in some candidates, and which steps read the codes.
struct JoinedCodes: Sendable {
    /// Whether the output of a branch is encoded in some candidate.
    private let isEncoded: Bool

    init(_ space: CandidateSpace, _ origins: StepOrigins) {
        isEncoded = space.alternatives.contains { grid in
            func isEncoded(_ origin: StepOrigins.Origin?) -> Bool {
                guard case .step(let step) = origin else { return false }
                let readsEncoded = isEncoded(origins.ofStep[step])
                return grid.variants[step].origins.contains { $0.returnsCodes(from: readsEncoded) }
            }
            return origins.branchEnds.contains(where: isEncoded)
        }
    }

    /// Returns whether an estimator that reads the rows of all branches reads their codes.
    func areRead(by estimator: any Estimator) -> Bool {
        isEncoded && estimator.readsCodes
    }
}
