import Learning
import Machine
import TaskGraph

extension GridSearch {
    /// An eighth of the machine's memory.
    public static let defaultMemoryBudget = MachineResources.memory / 8

    /// Returns the estimated peak memory of the search, in bytes, in addition to that of the process itself.
    ///
    /// It includes the data, the rows of the splits, and the memory of ``run(_:_:on:observer:)`` by the estimates of
    /// the operations.
    ///
    /// Local schedulers stay within ``memoryBudget``, but one task always runs, whatever its size. The refit is assumed
    /// to be that of the last candidate.
    ///
    /// - Complexity: O(n log n) in the number of tasks.
    /// - Parameters:
    ///   - plan: The plan of the search for the data.
    ///   - data: The rows and their targets.
    ///   - workers: The number of tasks that run at the same time; nil for the number of cores.
    public func expectedPeakBytes(
        _ plan: SearchPlan, _ data: Dataset, workers: Int? = nil
    ) -> Int {
        let workers = workers ?? MachineResources.cores
        let search = plan.graph.expectedPeakBytes(
            outputs: plan.outputs, workers: workers, memoryLimit: memoryBudget)
        var refit = 0
        if self.refit != .none, plan.candidateCount > 0 {
            let (graph, fits) = refitGraph(plan.pipeline(of: plan.candidateCount - 1), plan.sources, data)
            refit = graph.expectedPeakBytes(outputs: fits, workers: workers, memoryLimit: memoryBudget)
        }
        let rowIndices = MemoryLayout<Int>.stride * data.features.rows * (plan.splitCount + 1)
        return data.byteCount + rowIndices + max(search, refit)
    }
}

extension Dataset {
    /// The bytes of the features, the target and the weights.
    package var byteCount: Int {
        features.byteCount + target.byteCount + (weights?.count ?? 0) * MemoryLayout<Double>.stride
    }
}

extension Target {
    fileprivate var byteCount: Int {
        switch self {
        case .values(let values): values.count * MemoryLayout<Double>.stride
        case .labels(let labels): labels.codes.count * MemoryLayout<Int32>.stride
        }
    }
}

extension Features {
    fileprivate var byteCount: Int {
        switch self {
        case .matrix(let matrix): matrix.count * MemoryLayout<Double>.stride
        case .encoded(let encoded): encoded.byteCount
        case .table(let table):
            table.columns.reduce(0) { total, column in
                let width =
                    column.kind == .category ? MemoryLayout<Int32>.stride : MemoryLayout<Double>.stride
                return total + column.count * width
            }
        }
    }
}
