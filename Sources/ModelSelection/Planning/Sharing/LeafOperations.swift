import Learning
import TaskGraph

/// The operations that predict with the models of last steps and score the predictions.
struct LeafOperations {
    let predict: RegisteredOperation<Predict>
    let predictPath: RegisteredOperation<PredictPath>
    let predictPathFromGram: RegisteredOperation<PredictPathFromGram>

    /// The operations that score one candidate, and several, by scorer.
    let scores: [RegisteredOperation<Score>]
    let pathScores: [RegisteredOperation<ScorePath>]

    init(_ kinds: PredictionKinds, _ scorers: [Scorer], in graph: inout TaskGraph) {
        predict = graph.register(typed: Predict(kinds: kinds))
        predictPath = graph.register(typed: PredictPath(kinds: kinds))
        predictPathFromGram = graph.register(typed: PredictPathFromGram(kinds: kinds))
        scores = scorers.map { graph.register(typed: Score(scorer: $0)) }
        pathScores = scorers.map { graph.register(typed: ScorePath(scorer: $0)) }
    }
}
