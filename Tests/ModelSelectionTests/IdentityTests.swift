import Testing
import Trellis

/// The same search gives the same results to the bit, whoever runs it and, as long as nothing is shared, whether or not
/// anything is merged.
@Suite struct IdentityTests {
    private static let schedulers: [any Scheduler] = [
        SerialScheduler(), ThreadedScheduler(workers: 1), ThreadedScheduler(workers: 2),
        ThreadedScheduler(workers: 5),
    ]

    @Test func schedulersAndMergingChangeNoBit() async throws {
        let data = try Fixtures.fewDigits()
        var search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [8, 16])
                .varying(\SVC.c, over: [0.5, 5]).varying(\SVC.gamma, over: [0.01, .scale]),
            folds: StratifiedKFold(3), trainScores: true, sharing: false)
        try await checkIdentical(&search, data, merging: [true, false])
        search.sharing = true
        try await checkIdentical(&search, data, merging: [true])
    }

    @Test func probabilitiesToo() async throws {
        let data = try Fixtures.dataSet("wine", target: "class")
        var search = GridSearch(
            Pipeline(MinMaxScaler(), LogisticRegression()),
            grid: ParameterGrid().varying(\LogisticRegression.c, over: [0.1, 1, 10]),
            scoring: [.negLogLoss, .accuracy], sharing: false)
        try await checkIdentical(&search, data, merging: [true, false])
        search.sharing = true
        try await checkIdentical(&search, data, merging: [true])
    }

    @Test func probabilitiesOfSupportVectorMachinesToo() async throws {
        let data = try Fixtures.dataSet("wine", target: "class")
        var search = GridSearch(
            Pipeline(MinMaxScaler(), SVC(probability: true)),
            grid: ParameterGrid().varying(\SVC.c, over: [0.1, 1, 10])
                .varying(\SVC.randomState, over: [0, 1]),
            scoring: [.negLogLoss, .rocAUCOneVsRest], sharing: false)
        try await checkIdentical(&search, data, merging: [true, false])
        search.sharing = true
        try await checkIdentical(&search, data, merging: [true])
    }

    private func checkIdentical(
        _ search: inout GridSearch, _ data: Dataset, merging: [Bool]
    ) async throws {
        var first: [[UInt64]]?
        for scheduler in Self.schedulers {
            for merging in merging {
                search.merging = merging
                let found = try await search.fit(data, on: scheduler)
                var bits = found.candidates.map { candidate in
                    (candidate.scores.sorted { $0.key < $1.key }
                        + candidate.trainScores.sorted { $0.key < $1.key })
                        .flatMap { $0.value.splits.map(\.bitPattern) }
                }
                let kind: PredictionKinds =
                    try found.model.pipeline.predictionKinds.contains(.probabilities)
                    ? .probabilities : .decisionFunction
                let predicted = try found.model.predict(data.features, kinds: kind)
                let matrix = predicted.probabilities ?? predicted.decisionFunction
                bits.append(matrix?.values.map(\.bitPattern) ?? [])
                if let first { #expect(bits == first) } else { first = bits }
            }
        }
    }
}
