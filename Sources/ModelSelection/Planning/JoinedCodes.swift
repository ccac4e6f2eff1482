import Learning

/// Whether the rows of all branches of columns are encoded in some candidates, and which steps read the codes.
struct JoinedCodes: Sendable {
    /// Whether the output of a branch is encoded in some candidate.
    private let isEncoded: Bool

    init(_ space: CandidateSpace, _ origins: StepOrigins) {
        let ends = origins.branchEnds.compactMap { end in if case .step(let step) = end { step } else { nil }
        }
        isEncoded = space.alternatives.contains { grid in
            ends.contains { grid.variants[$0].origins.contains(where: \.returnsCodes) }
        }
    }

    /// Returns whether an estimator that reads the rows of all branches reads their codes.
    func areRead(by estimator: any Estimator) -> Bool {
        isEncoded && estimator is any EncodedRowsEstimator
    }
}
