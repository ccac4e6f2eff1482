import Synchronization
import Testing
import Trellis

@testable import ModelSelection
@testable import TaskGraph

/// Whose time a task's is: shares and lone times against a walk through the graph for each candidate by itself.
@Suite struct CandidateTimesTests {
    /// Plans with paths, nested models, Gram matrices, panels, unions of grids, and candidates that are equal.
    private static let searches: [GridSearch] = {
        let pipeline: Pipeline = ["scale": StandardScaler(), "pca": PCA(nComponents: 4), "clf": SVC()]
        let grids = [
            ParameterGrid().varying("pca.n_components", over: [.int(2), .int(4), .int(6)])
                .varying("clf.C", over: [.double(0.1), .int(1), .int(10)]).varying(
                    "clf.gamma", over: [.double(0.1), .double(0.2)]),
            ParameterGrid().swapping("clf", for: [LogisticRegression(), SVC(kernel: .linear)])
                .varying("clf.C", over: [.double(0.1), .int(1), .int(10)]),
            ParameterGrid().swapping("scale", for: [StandardScaler(), MinMaxScaler(), Passthrough()])
                .varying("clf.class_weight", over: [.null, .string("balanced")]),
            ParameterGrid().varying("clf.C", over: [.int(1), .int(2), .int(1)]),
            ParameterGrid(),
        ]
        return grids.flatMap { grid in
            [(true, true), (true, false), (false, false)].map { merging, sharing in
                GridSearch(
                    pipeline, grid: grid, folds: KFold(3), scoring: [.accuracy, .balancedAccuracy],
                    trainScores: sharing, merging: merging, sharing: sharing)
            }
        }
    }()

    /// What a task is made out to have taken: no two the same.
    private static func seconds(_ task: TaskID) -> Double { 1 + Double((task.index * 7919) % 1009) / 512 }

    @Test(arguments: searches.indices)
    func timesAreThoseOfAWalkForEachCandidate(index: Int) throws {
        let plan = try Self.searches[index].plan(Fixtures.fewDigits(60))
        let graph = plan.graph
        /// The tasks that some tasks depend on, themselves among them.
        func needed(by tasks: some Sequence<TaskID>) -> Set<TaskID> {
            var (found, left) = (Set<TaskID>(), Array(tasks))
            while let task = left.popLast() {
                if found.insert(task).inserted { left += graph.inputs(of: task) }
            }
            return found
        }
        let ofCandidate = (0..<plan.candidateCount).map { candidate in
            needed(by: plan.scores.row(of: candidate, in: plan.scores.test))
        }
        let fits = graph.tasks.filter { graph.name(of: $0).hasPrefix("fit-") }
        let ofFits = needed(by: fits)
        var counts: [TaskID: Double] = [:]
        for tasks in ofCandidate { for task in tasks { counts[task, default: 0] += 1 } }

        let times = CandidateTimes(plan, seconds: Self.seconds)
        for (candidate, tasks) in ofCandidate.enumerated() {
            var (fit, alone, score) = (0.0, 0.0, 0.0)
            for task in tasks {
                let share = Self.seconds(task) / (counts[task] ?? 0)
                if ofFits.contains(task) { fit += share } else { score += share }
                guard ofFits.contains(task) else { continue }
                let path = (graph.operation(of: task) as? any FittingOperation)?.modelCount ?? 1
                alone += Self.seconds(task) / Double(path)
            }
            // Sums of a few hundred numbers in another order.
            #expect(abs(times.fit[candidate] - fit) < 1e-9 * fit)
            #expect(abs(times.fitAlone[candidate] - alone) < 1e-9 * alone)
            #expect(abs(times.score[candidate] - score) < 1e-9 * score)
            #expect(times.fit[candidate] < times.fitAlone[candidate] * (1 + 1e-9))
        }
        // What is left over is read by scores of training rows alone.
        let all = needed(by: plan.scores.test).reduce(0) { $0 + Self.seconds($1) }
        let sum = (times.fit + times.score).reduce(0, +)
        #expect(abs(sum - all) < 1e-9 * all)
    }

    /// Sets of candidates are as many as differ, not as many as tasks: with 15 splits there are no more than with 3.
    @Test func setsDoNotGrowWithTheTasks() throws {
        let search = { (folds: Int) in
            GridSearch(
                Pipeline(StandardScaler(), PCA(), SVC()),
                grid: ParameterGrid().varying(\PCA.nComponents, over: (2...11).map(PCA.Components.count))
                    .varying(\SVC.c, over: (1...40).map(Double.init))
                    .varying(\SVC.gamma, over: [0.1, 0.2, 0.3].map(Gamma.value)),
                folds: KFold(folds))
        }
        let data = try Fixtures.fewDigits(60)
        let few = CandidateTimes(try search(3).plan(data), seconds: Self.seconds)
        let many = CandidateTimes(try search(15).plan(data), seconds: Self.seconds)
        #expect(few.fit.count == 1200)
        // All; those of one number of components; of those, of one gamma; of those, of one path.
        #expect(few.memberCount <= 4 * 1200)
        #expect(many.memberCount == few.memberCount)
    }

    /// On any scheduler the shares add up to what tasks take by their events.
    @Test(arguments: [true, false])
    func sharesAddUpToTheTimeOfTheTasks(isThreaded: Bool) async throws {
        let search = GridSearch(
            Pipeline(StandardScaler(), SVC()),
            grid: ParameterGrid().varying(\SVC.c, over: [0.1, 1, 10]), folds: KFold(3), refit: .none)
        let clock = TaskClock()
        let scheduler: any Scheduler = isThreaded ? ThreadedScheduler(workers: 2) : SerialScheduler()
        let found = try await search.fit(Fixtures.fewDigits(120), on: scheduler, onEvent: clock.receive)
        let shares = found.candidates.reduce(0) { $0 + $1.fitSeconds + $1.scoreSeconds }
        let total = clock.total.withLock { $0 }
        // Events have the same readings of the clock.
        #expect(abs(3 * shares - total) < 1e-6 * total)
        #expect(found.candidates.allSatisfy { $0.fitSecondsAlone > $0.fitSeconds })
    }

    /// Adds up what tasks take.
    private final class TaskClock: Sendable {
        let total = Mutex(0.0)

        func receive(_ event: SearchEvent) {
            guard case .run(.finished(let run)) = event else { return }
            total.withLock { $0 += run.seconds }
        }
    }
}
