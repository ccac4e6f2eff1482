import Learning
import Machine
import TaskGraph

extension SearchOptions {
    /// An eighth of the machine's memory.
    public static let defaultMemoryBudget = MachineResources.memory / 8

    /// Returns the estimated peak memory of a search; see ``GridSearch/expectedPeakBytes(_:_:workers:)``.
    func expectedPeakBytes(
        _ plan: SearchPlan, _ data: Dataset, workers: Int?
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
