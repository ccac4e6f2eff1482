// Runs a search with a custom transformer on a cluster, whose workers receive the library of the folder OwnWorker,
// and on one thread, and verifies that the results are bitwise identical. Run from the root of the project, after
// `make setup-cluster`:
//     swift build --package-path Examples -c release
//     Examples/.build/release/OwnCluster

import DaskCluster
import Foundation
import Trellis
import Winsorizing

OpenBLAS.prepare()
let patients = try Table(csv: "datasets/breast-cancer.csv").dataset(target: "diagnosis")

let search = GridSearch(
    Pipeline(Winsorizer(), StandardScaler(), SVC()),
    grid: ParameterGrid()
        .varying(\Winsorizer.share, over: [0, 0.01, 0.05])
        .varying(\SVC.c, over: [0.1, 1, 10]))

// The library for the workers, which is built beside this program, and the same steps for the client.
var runtime = PythonRuntime.find()
runtime.library =
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "libOwnWorker.so").path
let registry = OperationRegistry.learning(steps: .standard.adding(Winsorizer.self))

// Two workers on this machine. For a running cluster: `to: ClusterAddress(scheduler: "tcp://HOST:8786")`.
let cluster = try await DaskScheduler.connect(to: .local(workers: 2), registry: registry, runtime: runtime)
let there = try await search.fit(patients, on: cluster)
await cluster.close()
print("best on the cluster: \(there.best.parameters), accuracy \(there.best.score)")

let here = try await search.fit(patients, on: SerialScheduler())
let scores = [there, here].map { results in
    results.candidates.map { $0.scores["accuracy"]?.splits.map(\.bitPattern) ?? [] }
}
let predictions = try [there, here].map { try $0.model.predict(patients.features) }
guard scores[0] == scores[1], !scores[0].joined().isEmpty, predictions[0] == predictions[1] else {
    print("the cluster's results differ from those of one thread: \(scores)")
    exit(1)
}
print("all scores and predictions are bitwise identical to those of one thread")
