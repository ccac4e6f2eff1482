// Runs a search with the custom transformer in the folder Winsorizing, saves the best pipeline to a file, and reads
// it back. Run from the root of the project:
//     swift run --package-path Examples -c release OwnEstimator

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
let found = try await search.fit(patients, on: ThreadedScheduler())

for candidate in found.candidates {
    print(
        candidate.parameters, "accuracy \(candidate.score)",
        candidate.index == found.best.index ? "(best)" : "")
}

let file = FileManager.default.temporaryDirectory.appending(path: "own-estimator.model").path
try ModelFile.write(found.model, to: file)
let model = try ModelFile.read(file, registry: .standard.adding(Winsorizer.self))
let accuracy = try model.score(patients.features, against: patients.target, by: .accuracy)
print("read back: training accuracy \(accuracy)")
