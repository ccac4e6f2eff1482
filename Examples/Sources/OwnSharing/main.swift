// Runs a search with two custom estimators that conform to sharing traits, with and without sharing: the scores
// agree, and sharing saves most of the work. Run from the root of the project:
//     swift run --package-path Examples -c release OwnSharing

import Trellis

OpenBLAS.prepare()
let patients = try Table(csv: "datasets/diabetes.csv").dataset(target: "progression", problem: .regression)

var search = GridSearch(
    Pipeline(VarianceSelection(), StandardScaler(), KernelRidge()),
    grid: ParameterGrid()
        .varying(\VarianceSelection.k, over: [2, 4, 6, 8, 10])
        .varying(\KernelRidge.alpha, over: [0.1, 0.3, 1, 3, 10])
        .varying(\KernelRidge.gamma, over: [0.01, 0.03, 0.1]))

let plan = try search.plan(patients)
print("the rows of the folds are summarised in \(plan.countsByName["summarize-moments", default: 0]) tasks,")
print(
    "and \(plan.candidateCount * plan.splitCount) fits read \(plan.countsByName["gram", default: 0]) Gram matrices"
)

let shared = try await search.fit(patients, on: ThreadedScheduler())
print("best: \(shared.best.parameters)")

search.sharing = false
let plain = try await search.fit(patients, on: ThreadedScheduler())
let difference = zip(shared.candidates, plain.candidates).map { abs($0.score - $1.score) }.max() ?? 0
print("same best parameters without sharing: \(plain.best.parameters == shared.best.parameters)")
print("no score differs by more than 1e-6: \(difference < 1e-6)")
