import Learning
import TaskGraph

extension GridSearch {
    /// The most memory that the search is likely to take, in bytes, besides what the process takes itself: the data, the
    /// rows of the splits, and what ``run(_:_:on:observer:)`` holds at one time, by the estimates of the operations.
    ///
    /// Local schedulers keep to ``memoryBudget``, but one task always runs, whatever it needs. The refit counts as that of
    /// the last candidate. O(n log n) in the tasks.
    ///
    /// - Parameters:
    ///   - plan: what ``plan(_:groups:workers:)`` made of the search and the data.
    ///   - data: the rows and their targets.
    ///   - workers: how many tasks run at the same time; as many as there are cores unless given.
    public func expectedPeakBytes(
        _ plan: SearchPlan, _ data: Dataset, workers: Int = MachineResources.cores
    ) -> Int {
        let search = plan.graph.expectedPeakBytes(
            outputs: plan.outputs, workers: workers, memoryLimit: memoryBudget)
        var refit = 0
        if self.refit != .none, plan.candidateCount > 0 {
            let (graph, fits) = refitGraph(plan.pipeline(of: plan.candidateCount - 1), plan.features, data)
            refit = graph.expectedPeakBytes(outputs: fits, workers: workers, memoryLimit: memoryBudget)
        }
        let rowIndices = MemoryLayout<Int>.stride * data.features.rows * (plan.splitCount + 1)
        return data.byteCount + rowIndices + max(search, refit)
    }
}

extension Dataset {
    /// The bytes of the features and the target.
    public var byteCount: Int { features.count * MemoryLayout<Double>.stride + target.byteCount }
}

extension Target {
    fileprivate var byteCount: Int {
        switch self {
        case .values(let values): values.count * MemoryLayout<Double>.stride
        case .labels(let labels): labels.codes.count * MemoryLayout<Int32>.stride
        }
    }
}
