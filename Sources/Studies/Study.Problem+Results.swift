public import Learning
public import ModelSelection

extension Study.Problem {
    /// Returns the candidates that are scored on every split, or failed, as the results of a search, for example for a
    /// report.
    ///
    /// ```swift
    /// let problem = try Study(path: "digits.study").problems()[0]
    /// let report = Report(title: problem.target, results: try problem.results())
    /// ```
    ///
    /// A study knows the scores, and neither times, nor tasks, nor the numbers of rows of the splits: times are NaN, and
    /// there are no confidence intervals. While a search is running, or if it was stopped, candidates are missing.
    ///
    /// - Parameters:
    ///   - scorer: The scorer that selects the best candidate; the first by name by default.
    ///   - steps: The steps that the pipelines can have.
    ///   - known: The scorers that the study can have.
    /// - Throws: ``StudyError/noScores(path:problem:)`` if no candidate is scored on every split;
    ///   ``StudyError/unknownScorer(path:problem:name:known:)``; ``StudyError/unreadable(path:problem:reason:)`` for a
    ///   pipeline with other steps.
    /// - Complexity: O(n) in the number of scores.
    public func results(
        by scorer: String? = nil, steps: StepRegistry = .standard, scorers known: [Scorer] = Scorer.all
    ) throws -> ScoredCandidates {
        let decisive = scorer ?? scorers.first
        let names = (decisive.map { [$0] } ?? []) + scorers.filter { $0 != decisive }
        let found = try names.map { name in
            guard scorers.contains(name), let scorer = known.first(where: { $0.name == name }) else {
                throw StudyError.unknownScorer(path: path, problem: number, name: name, known: scorers)
            }
            return scorer
        }
        let complete = candidates.filter { candidate in
            candidate.evaluatedSplits == splits
                && (candidate.error != nil || candidate.scores[decisive ?? ""] != nil)
        }
        guard let decisive, complete.contains(where: { !$0.mean(decisive).isNaN }) else {
            throw StudyError.noScores(path: path, problem: number)
        }
        let results: [CandidateResult]
        do {
            results = try complete.enumerated().map { index, candidate in
                try candidate.result(index, names, steps: steps)
            }
        } catch {
            throw StudyError.unreadable(path: path, problem: number, reason: "\(error)")
        }
        let missing = candidates.count - complete.count
        let note =
            missing == 1
            ? "1 candidate is not scored on every split, and is left out"
            : "\(missing) candidates are not scored on every split, and are left out"
        return ScoredCandidates(
            kept: results, by: found, splitCount: splits, isStopped: missing > 0,
            warnings: missing > 0 ? [note] : [])
    }
}

extension Study.Candidate {
    /// Returns the candidate as the result of a search.
    fileprivate func result(
        _ index: Int, _ scorers: [String], steps: StepRegistry
    ) throws -> CandidateResult {
        let pipeline = try Pipeline(text: pipeline, steps: steps)
        return CandidateResult(
            kept: index,
            parameters: try ParameterAssignment(
                PlacedText(text: parameters, place: TextPlace("parameters")), of: pipeline),
            pipeline: pipeline,
            scores: Dictionary(
                uniqueKeysWithValues: scorers.map { name in
                    (name, SplitScores(scores[name] ?? Array(repeating: .nan, count: splitCount)))
                }), error: error, scorer: scorers[0])
    }

    /// The number of splits.
    private var splitCount: Int { scores.values.first?.count ?? 0 }
}
