import Testing
import Trellis

@testable import ModelSelection

/// The planner hashes only what differs between the variants of a step; its keys are those of the operations all the
/// same.
@Suite struct PlannedKeyTests {
    /// The same estimators by swapping and by setting, numbers given as whole ones, words and maps, a value twice.
    private static let grids: [ParameterGrid] = [
        ParameterGrid(),
        ParameterGrid().varying("clf.C", over: [.int(3), .double(0.5), .int(3), .double(1)]),
        ParameterGrid().varying("clf.tol", over: [.double(1e-3), .double(1e-4), .double(1e-3)])
            .varying("clf.C", over: [.int(2), .int(1)])
            .varying("scale.with_mean", over: [.bool(true), .bool(false)]),
        ParameterGrid().varying(
            "clf.class_weight", over: [.null, .string("balanced"), .map(["0": 2, "1": 1])]),
        ParameterGrid()
            .swapping(
                "clf",
                for: [SVC(), SVC(c: 3), SVC(kernel: .linear), LogisticRegression(), LogisticRegression(c: 7)]
            )
            .varying("clf.max_iter", over: [.int(7), .int(70)]),
    ]

    @Test(arguments: grids.indices, [SearchOptions.defaultMemoryBudget, 1])
    func keysAreThoseOfTheOperations(grid: Int, memoryBudget: Int) throws {
        let search = GridSearch(
            ["scale": StandardScaler(), "clf": SVC()], grid: Self.grids[grid], folds: KFold(3),
            trainScores: true, memoryBudget: memoryBudget)
        let planned = try search.plan(Fixtures.fewDigits(60)).graph
        var graph = TaskGraph()
        for task in planned.tasks {
            let again = graph.insert(planned.operation(of: task), inputs: Array(planned.inputs(of: task)))
            #expect(again == task)
            #expect(graph.key(of: again) == planned.key(of: task), "\(planned.name(of: task))")
        }
    }

    /// Estimators that are swapped for each other stand on one path if nothing but its parameter tells them apart.
    @Test func aPathMayBeSwapped() throws {
        func fits(_ estimators: [any Estimator]) throws -> Int? {
            let search = GridSearch(
                Pipeline(SVC()), grid: ParameterGrid().swapping("svc", for: estimators), folds: KFold(12))
            return try search.plan(Fixtures.fewDigits(60)).countsByName["fit-path-svc-from-gram"]
        }
        #expect(try fits([SVC(c: 10), SVC(c: 1), SVC(c: 3)]) == 12)
        #expect(try fits([SVC(c: 10), SVC(c: 1, tol: 0.1), SVC(c: 3)]) == 24)
    }
}
