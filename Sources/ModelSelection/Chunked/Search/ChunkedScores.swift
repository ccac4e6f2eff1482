import ChunkedMatrices
import Learning
import LinearAlgebra
import TaskGraph

/// The scores of fitted pipelines on sets of rows, in one pass over the chunks.
struct ChunkedScores {
    /// A pipeline to score.
    struct Request {
        /// What happens to the rows before the last step.
        let path: ChunkedPath
        let last: ChunkedModel

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
        for request in requests {
            runs.requestedTasks += (4 + request.path.stepCount) * rows.chunks(of: request.rows).count
        }
        let found: [Result<ChunkedRuns.Held<ScoreSummary>, TaskFailure>?] = try await runs.pass(
            over: rows, results: requests.count,
            of: { pass, chunk, index in
                let request = requests[index]
                guard rows.count(of: request.rows, in: chunk) > 0 else { return nil }
                let x = pass.rows(
                    of: request.rows, in: chunk, after: request.path,
                    for: (request.path.models.first ?? request.last).kind)
                let y = pass.target(of: request.rows, in: chunk)
                let model = request.last.insert(into: &pass.graph)
                return pass.graph.insert(
                    ScoreChunk(kinds: request.kinds, names: rows.names),
                    .init(model: model, x: x, y: y))
            },
            combining: { graph, _, parts in graph.insert(MergeScores(), .init(parts: parts)) })
        return found.map { result in
            guard let result else { preconditionFailure("a set of rows to score has rows") }
            return result.map(\.value)
        }
    }
}
