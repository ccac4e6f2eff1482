import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// The scores of fitted pipelines on sets of rows, in one pass over the chunks.
struct ChunkedScores {
    /// A pipeline to score.
    struct Request {
        let models: [ChunkedModel]

        /// The rows to score.
        let rows: ChunkedRowSet

        /// The kinds of predictions that the scorers need.
        let kinds: PredictionKinds
    }

    /// Summarises the predictions for the rows of each request.
    ///
    /// A chunk is read once for all requests, and equal first steps transform its rows once.
    static func summaries(
        of requests: [Request], _ rows: ChunkedRows, by runs: inout ChunkedRuns
    ) async throws -> [Result<ScoreSummary, TaskFailure>] {
        guard !requests.isEmpty else { return [] }
        var pass = ChunkPass(rows)
        var parts = requests.map { _ in [TaskInput<ScoreSummary>]() }
        for chunk in 0..<rows.chunkCount {
            for (index, request) in requests.enumerated()
            where rows.count(of: request.rows, in: chunk) > 0 {
                guard let last = request.models.last else { continue }
                let x = pass.features(of: request.rows, in: chunk, for: request.models[0].kind)
                let transformed = pass.transformed(x, by: request.models.dropLast())
                let y = pass.target(of: request.rows, in: chunk)
                let model = last.insert(into: &pass.graph)
                parts[index].append(
                    pass.graph.insert(
                        ScoreChunk(kinds: request.kinds, names: rows.names),
                        .init(model: model, x: transformed.reading(), y: y)))
                runs.requestedTasks += 3 + request.models.count
            }
        }
        let totals = parts.map { parts in
            ChunkedMatrix.reduce(parts) { pass.graph.insert(MergeScores(), .init(parts: $0)) }
        }
        let outputs = Set(totals.map(\.task)).sorted { $0.index < $1.index }
        let (result, _) = try await runs.run(pass.graph, outputs)
        return totals.map { total in
            Result { () throws(TaskFailure) in
                let value = try result.outcome(of: total.task).get()
                guard let summary = value as? ScoreSummary else {
                    preconditionFailure("scores are summaries, not \(type(of: value))")
                }
                return summary
            }
        }
    }
}
