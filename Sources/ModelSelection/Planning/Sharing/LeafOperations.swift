import Learning
import TaskGraph

/// The operations that predict with the models of last steps and score the predictions.
struct LeafOperations {
    /// The operations that make predictions of the same kinds.
    struct Predictors {
        let one: RegisteredOperation<Predict>
        let path: RegisteredOperation<PredictPath>
        let pathFromGram: RegisteredOperation<PredictPathFromGram>
    }

    /// The operations that score one candidate, and several, by scorer.
    let scores: [RegisteredOperation<Score>]
    let pathScores: [RegisteredOperation<ScorePath>]

    private let requests: PredictionRequests
    private var predictors: [PredictionKinds: Predictors] = [:]

    init(_ requests: PredictionRequests, in graph: inout TaskGraph) {
        self.requests = requests
        scores = requests.scorers.map { graph.register(typed: Score(scorer: $0)) }
        pathScores = requests.scorers.map { graph.register(typed: ScorePath(scorer: $0)) }
    }

    /// Returns the operations for the models of an estimator.
    mutating func predictors(of estimator: any Estimator, in graph: inout TaskGraph) -> Predictors {
        let kinds = requests.kinds(of: estimator)
        if let known = predictors[kinds] { return known }
        let new = Predictors(
            one: graph.register(typed: Predict(kinds: kinds)),
            path: graph.register(typed: PredictPath(kinds: kinds)),
            pathFromGram: graph.register(typed: PredictPathFromGram(kinds: kinds)))
        predictors[kinds] = new
        return new
    }
}
