// Finds the best of 36 pipelines for classifying handwritten digits. Run from the root of the project:
//     swift run --package-path Examples -c release DigitsSearch

import Trellis

OpenBLAS.prepare()
let digits = try Table(csv: "datasets/digits.csv").dataset(target: "digit")

let search = GridSearch(
    Pipeline(StandardScaler(), PCA(), SVC()),
    grid: ParameterGrid()
        .varying(\PCA.nComponents, over: [16, 32, 48])
        .varying(\SVC.c, over: [0.1, 1, 10, 100])
        .varying(\SVC.gamma, over: [0.001, 0.01, 0.1]))
let found = try await search.fit(digits, on: ThreadedScheduler())

print("best of \(found.candidates.count): \(found.best.parameters)")
print("mean accuracy on \(found.splitCount) folds: \(found.best.score)")
print("tasks: \(found.tasks.run) run, \(found.tasks.naive) without merging")
