// Searches over two estimators of one's own that say what can be shared of them, with sharing and without: the scores
// agree, and most of the work is gone. Run from the project's root:
//     swift run --package-path Examples -c release OwnSharing

import Trellis

OpenBLAS.prepare()
let patients = try Table(csv: "datasets/diabetes.csv").supervised(target: "progression", task: .regression)

var search = GridSearch(
    Pipeline(VarianceSelection(), StandardScaler(), KernelRidge()),
    grid: ParameterGrid()
        .varying(\VarianceSelection.k, over: [2, 4, 6, 8, 10])
        .varying(\KernelRidge.alpha, over: [0.1, 0.3, 1, 3, 10])
        .varying(\KernelRidge.gamma, over: [0.01, 0.03, 0.1]))

let plan = try search.plan(patients)
print("the rows of a fold are summed up in \(plan.countsByName["summarize-moments", default: 0]) tasks,")
print(
    "and \(plan.candidateCount * plan.splitCount) fits read \(plan.countsByName["gram", default: 0]) Gram matrices"
)

let shared = try await search.fit(patients, on: ThreadedScheduler())
print("best: \(shared.best.parameters)")

search.sharing = false
let plain = try await search.fit(patients, on: ThreadedScheduler())
let difference = zip(shared.candidates, plain.candidates).map { abs($0.score - $1.score) }.max() ?? 0
print("without sharing the same: \(plain.best.parameters == shared.best.parameters)")
print("no score differs by more than 1e-6: \(difference < 1e-6)")
