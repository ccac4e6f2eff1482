import Testing
import Trellis

@testable import ModelSelection

/// A search that is cut in pieces, each of which goes through bytes, as do all values between them: what a cluster
/// does, without one.
@Suite struct PiecewiseSearchTests {
    /// Runs the pieces one after the other; gives what each output came to, and how many pieces there were.
    private func run(_ plan: SearchPlan, target: Double) throws -> (outcomes: [any Sendable], pieces: Int) {
        let registry = OperationRegistry.standard
        let graph = plan.graph
        let cut = graph.fused(
            outputs: plan.outputs, workers: 2, targetSeconds: target, costs: TaskCosts(of: graph))
        var values: [TaskID: EncodedValue] = [:]
        for source in cut.sources {
            let operation = try #require(graph.operation(of: source) as? any DataSource)
            values[source] = try registry.encode(operation.value)
        }
        for piece in cut.pieces {
            let bytes = try registry.encode(piece, of: graph)
            let inputs = try piece.inputs.map { try registry.decode(#require(values[$0])) }
            let result = try bytes.withUnsafeBytes { try registry.decodeSubgraph($0).run(on: inputs) }
            for (output, value) in zip(piece.outputs, result.outputs) {
                values[output] = try registry.encode(value)
            }
        }
        return (try plan.outputs.map { try registry.decode(#require(values[$0])) }, cut.pieces.count)
    }

    private func expectTheSame(_ plan: SearchPlan, as run: RunResult, _ outcomes: [any Sendable]) {
        for (output, value) in zip(plan.outputs, outcomes) {
            switch run.outcome(of: output) {
            case .success(let expected):
                let (scores, others) = (Self.scores(value), Self.scores(expected))
                #expect(!scores.isEmpty && scores.count == others.count)
                for (score, other) in zip(scores, others) {
                    #expect(score.map(\.score.bitPattern) == other.map(\.score.bitPattern))
                    #expect(score.map(\.warnings) == other.map(\.warnings))
                }
            case .failure(let failure):
                #expect((value as? FailedTask)?.failure == failure)
            }
        }
    }

    /// The scores that a task gave, of one candidate or of several.
    private static func scores(_ value: any Sendable) -> [Result<Score.Output, SharedFailure>] {
        (value as? Score.Output).map { [.success($0)] } ?? (value as? Batch<Score.Output>)?.entries ?? []
    }

    /// The numbers of pieces follow from what tasks are estimated to take: of short ones about as many as their time
    /// allows, of long ones a piece a fold, or with nothing shared a piece a fold and size of the PCA.
    @Test(arguments: [
        (0.0001, 80...180, 100...220), (0.001, 15...75, 60...140), (0.1, 5...5, 10...10),
        (10, 5...5, 10...10),
    ])
    func theDigitsSearchGivesTheSameBits(
        target: Double, sharedPieces: ClosedRange<Int>, plainPieces: ClosedRange<Int>
    ) async throws {
        var search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [16, 32])
                .varying(\SVC.c, over: [0.1, 1]).varying(\SVC.gamma, over: [0.001, 0.1]),
            trainScores: true)
        for sharing in [true, false] {
            search.sharing = sharing
            let plan = try search.plan(Fixtures.fewDigits())
            let serial = try await SerialScheduler().run(plan.graph, outputs: plan.outputs)
            let (outcomes, pieces) = try run(plan, target: target)
            expectTheSame(plan, as: serial, outcomes)
            let expected = sharing ? sharedPieces : plainPieces
            #expect(expected.contains(pieces), "\(pieces) pieces of \(plan.graph.count) tasks")
        }
    }

    /// Gram matrices of all rows, summaries, maps, nested models and what failed of them go through bytes, too.
    @Test func whatIsSharedGoesThroughBytes() async throws {
        let wine = try Fixtures.dataSet("wine", target: "class")
        let diabetes = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        func weighted(_ data: Dataset) throws -> Dataset {
            try Dataset(
                features: data.features, target: data.target,
                weights: (0..<data.rowCount).map { Double($0 % 4) / 2 })
        }
        let searches: [(GridSearch, Dataset)] = [
            (
                GridSearch(
                    Pipeline(SVC()), grid: ParameterGrid().varying(\SVC.gamma, over: [0.01, .scale])), wine
            ),
            (
                GridSearch(
                    Pipeline(MinMaxScaler(), PCA(), LogisticRegression()),
                    grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 99, 5])), wine
            ),
            (
                GridSearch(
                    Pipeline(StandardScaler(), PCA(), Ridge()),
                    grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 5])
                        .varying(\Ridge.alpha, over: [0.1, 1]), trainScores: true), diabetes
            ),
            (
                GridSearch(
                    Pipeline(StandardScaler(), PCA(), Ridge()),
                    grid: ParameterGrid().varying(\PCA.nComponents, over: [2, 5])
                        .varying(\Ridge.alpha, over: [0.1, 1]), trainScores: true), try weighted(diabetes)
            ),
            (
                GridSearch(
                    Pipeline(StandardScaler(), SVC()), grid: ParameterGrid().varying(\SVC.c, over: [0.1, 1])),
                try weighted(wine)
            ),
            // None of nested values has a model; a kernel overflows.
            (
                GridSearch(
                    Pipeline(PCA(), PCA(), SVC()),
                    grid: ParameterGrid().varying(\PCA.nComponents, over: [99, 98], in: "pca-2")), wine
            ),
            (
                GridSearch(
                    Pipeline(SVC(kernel: .linear)), grid: ParameterGrid().varying(\SVC.c, over: [1, 2])),
                try Dataset(
                    features: wine.matrix.scaled(
                        by: [Double](repeating: 1e30, count: 13), plus: [Double](repeating: 0, count: 13)),
                    target: wine.target)
            ),
        ]
        for (search, data) in searches {
            let plan = try search.plan(data)
            let serial = try await SerialScheduler().run(plan.graph, outputs: plan.outputs)
            for target in [1e-7, 1e-3] {
                expectTheSame(plan, as: serial, try run(plan, target: target).outcomes)
            }
        }
    }

    @Test func failuresAreTheSame() async throws {
        // 50 components of 40 training rows are too many.
        let search = GridSearch(
            Pipeline(PCA(), SVC()), grid: ParameterGrid().varying(\PCA.nComponents, over: [5, 50]),
            folds: KFold(3))
        let plan = try search.plan(Fixtures.fewDigits(60))
        let serial = try await SerialScheduler().run(plan.graph, outputs: plan.outputs)
        for target in [1e-6, 0.05] {
            let (outcomes, _) = try run(plan, target: target)
            #expect(outcomes.count { $0 is FailedTask } == 3)
            expectTheSame(plan, as: serial, outcomes)
        }
    }

    @Test func foldsStayApartAndBranchesAreWorthAPiece() throws {
        let digits = try Fixtures.dataSet("digits", target: "digit", problem: .classification)
        let search = GridSearch(
            Pipeline(StandardScaler(), PCA(), SVC()),
            grid: ParameterGrid().varying(\PCA.nComponents, over: [16, 32, 48])
                .varying(\SVC.c, over: [0.1, 1, 10, 100]).varying(\SVC.gamma, over: [0.001, 0.01, 0.1]),
            sharing: false)
        let plan = try search.plan(digits)
        let costs = TaskCosts(of: plan.graph)
        let cut = plan.graph.fused(outputs: plan.outputs, workers: 2, costs: costs)
        // The scores come from pieces that are worth it, and that have the data of one fold alone.
        let leaves = cut.pieces.filter { !Set($0.outputs).isDisjoint(with: plan.outputs) }
        #expect(leaves.allSatisfy { $0.seconds > 0.02 })
        #expect(leaves.count >= 4)
        let rowTasks = { (piece: Piece) in
            piece.tasks.filter { plan.graph.name(of: $0) == "fit-standard-scaler" }.count
        }
        #expect(cut.pieces.allSatisfy { rowTasks($0) <= 1 })
        #expect(cut.pieces.count < plan.graph.count / 3)
    }
}
