import Learning
import LinearAlgebra
import TaskGraph

extension OperationRegistry {
    /// Registers the operations of fits to chunked matrices, and of predictions for them.
    mutating func addChunkedFits() {
        add(operation: "origin-of-chunk") { _ in OriginOfChunk() }
        add(operation: "take-fold") {
            TakeFold(
                fold: try $0.readInt(), takesOthers: try $0.readBool(), row: try $0.readInt(),
                step: try $0.readOptionalString(), acceptsMissing: try $0.readBool())
        }
        add(operation: "take-columns") { TakeColumns(columns: try $0.readInts()) }
        add(codable: "summary-\(ColumnTotals.kind)", of: ColumnTotals.self)
        addSummaries(of: ColumnTotals.self)
        add(operation: "score-chunk") {
            ScoreChunk(kinds: try PredictionKinds(from: &$0), names: try $0.readList { try $0.readString() })
        }
        add(operation: "merge-scores") { _ in MergeScores() }
        add(codable: "score-summary", of: ScoreSummary.self)
        add(operation: "logistic-loss-of-chunk") { decoder in
            let problem = LogisticFitToParts.Problem(
                classes: try decoder.readInts().compactMap { Int32(exactly: $0) },
                weights: try decoder.readDoubles(),
                hasIntercept: try decoder.readBool())
            guard problem.classes.count >= 2, problem.classes.count == problem.weights.count else {
                throw WireError.cannotDecode(
                    value: "logistic-loss-of-chunk", reason: "its classes do not match")
            }
            return LogisticLossOfChunk(
                problem: problem, points: try decoder.readList { try $0.readDoubles() },
                row: try decoder.readInt())
        }
        add(operation: "apply-to-chunk") { decoder in
            let name = try decoder.readString()
            guard let kind = ApplyToChunk.Kind(rawValue: name) else {
                throw WireError.cannotDecode(value: "apply-to-chunk", reason: "unknown kind \(name)")
            }
            return ApplyToChunk(kind: kind)
        }
        add(codable: "fitted-pipeline", of: FittedPipeline.self)
    }
}

extension OperationRegistry {
    /// Registers the operations that summarise chunks, and that add up their summaries.
    private mutating func addSummaries(of type: any MergeableSummary.Type) {
        let name = "summarize-chunk-\(type.kind)"
        add(operation: name) { try SummarizeChunk(type: type, from: &$0) }
        add(operation: "merge-\(type.kind)") { parameters in
            _ = try parameters.readString()
            return MergeSummaries(type: type)
        }
    }

    /// Registers the operations that fit a step to chunks.
    mutating func addFitToChunks<Step: Estimator>(of step: Step.Type) {
        let hasSummary = (Step() as? any SummaryEstimator).map { !$0.summaryType.growsWithRows } ?? false
        guard hasSummary || Step.self is any TotalsEstimator.Type else { return }
        add(operation: FitChunks.name(of: Step.self), version: Step.version) { parameters in
            FitChunks(
                estimator: try Step(from: &parameters), smallColumnsMatter: try parameters.readBool(),
                step: try parameters.readString())
        }
    }
}

extension SummarizeChunk {
    /// Reads the parameters.
    init(type: any MergeableSummary.Type, from parameters: inout CanonicalDecoder) throws {
        let detail = try parameters.readInt()
        guard let detail = SummaryDetail(rawValue: detail) else {
            throw WireError.cannotDecode(
                value: "summarize-chunk-\(type.kind)", reason: "unknown detail \(detail)")
        }
        self.init(
            type: type, detail: detail, names: try parameters.readList { try $0.readString() },
            row: try parameters.readInt(), step: try parameters.readString())
    }
}

extension CanonicalDecoder {
    /// Reads a text, or nil.
    fileprivate mutating func readOptionalString() throws -> String? {
        guard isNil else { return try readString() }
        try readNil()
        return nil
    }
}
