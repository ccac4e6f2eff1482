import Learning
import TaskGraph

/// The operations that fit the groups of one grid's last step, registered once for all splits.
struct LeafFits {
    let groups: LeafGroups

    private let memoryBudget: Int

    // The operation of each group, by its input; nil if it is not registered.
    private var rows: [RegisteredOperation<Fit>?] = []
    private var paths: [RegisteredOperation<FitPath>?] = []
    private var summaries: [RegisteredOperation<FitPathFromSummary>?] = []
    private var grams: [RegisteredOperation<FitPathFromGram>?] = []

    init(_ groups: LeafGroups, memoryBudget: Int) {
        self.groups = groups
        self.memoryBudget = memoryBudget
    }

    /// Returns the operation that fits the only estimator of a group to rows.
    mutating func toRows(_ group: Int, in graph: inout TaskGraph) -> RegisteredOperation<Fit> {
        Self.register(&rows, groups, group, firstOnly: true, in: &graph) { [memoryBudget] estimators in
            Fit(estimator: estimators[0], memoryBudget: memoryBudget)
        }
    }

    /// Returns the operation that fits the path of a group to rows.
    mutating func pathToRows(
        _ group: Int, in graph: inout TaskGraph
    ) -> RegisteredOperation<FitPath> {
        Self.register(&paths, groups, group, in: &graph) { [memoryBudget] estimators in
            FitPath(estimators: estimators, memoryBudget: memoryBudget)
        }
    }

    /// Returns the operation that fits the path of a group to a summary.
    mutating func pathToSummary(
        _ group: Int, in graph: inout TaskGraph
    ) -> RegisteredOperation<FitPathFromSummary> {
        Self.register(&summaries, groups, group, in: &graph) { [memoryBudget] estimators in
            FitPathFromSummary(estimators: estimators, memoryBudget: memoryBudget)
        }
    }

    /// Returns the operation that fits the path of a group to a Gram matrix.
    mutating func pathToGram(
        _ group: Int, in graph: inout TaskGraph
    ) -> RegisteredOperation<FitPathFromGram> {
        Self.register(&grams, groups, group, in: &graph) { [memoryBudget] estimators in
            FitPathFromGram(estimators: estimators, memoryBudget: memoryBudget)
        }
    }

    private static func register<Operation: TypedOperation>(
        _ known: inout [RegisteredOperation<Operation>?], _ groups: LeafGroups, _ group: Int,
        firstOnly: Bool = false, in graph: inout TaskGraph, make: ([any Estimator]) -> Operation
    ) -> RegisteredOperation<Operation> {
        if known.isEmpty { known = Array(repeating: nil, count: groups.groups.count) }
        if let registered = known[group] { return registered }
        let operation = make(groups.estimators(of: group))
        let digest = groups.digest(of: operation, group, firstOnly: firstOnly)
        let registered = graph.register(typed: operation, digest: digest)
        known[group] = registered
        return registered
    }
}
