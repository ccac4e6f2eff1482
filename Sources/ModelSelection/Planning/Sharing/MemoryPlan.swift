import Learning

/// The data structures that fit in a memory budget.
struct MemoryPlan {
    /// The maximum bytes of a task, in addition to its inputs and its result.
    let perTask: Int

    private let budget: Int
    private let workers: Int

    /// Creates the plan for a number of workers, which share the budget.
    init(budget: Int, workers: Int) {
        self.budget = budget
        self.workers = max(1, workers)
        perTask = budget / self.workers
    }

    /// The numbers of rows of a split's Gram matrix: training rows, and other rows to predict.
    struct KernelRows {
        let train, others: Int

        fileprivate var gramBytes: Int { GramMatrix.bytes(train: train) }
        fileprivate var productBytes: Int { RowProducts.bytes(train: train, others: others) }
        fileprivate var otherBytes: Int { OtherProducts.bytes(train: train, others: others) }
    }

    /// Returns how Gram matrices of the given size are computed.
    ///
    /// While a worker computes one matrix from products or rows, or solves with it, the next is started. A solver also
    /// keeps a copy of the rows that it reads. The products of other rows are stored as long as the matrices.
    func kernels(_ split: KernelRows) -> Kernels {
        if bytes(split) + workers * split.otherBytes <= budget { return .ofProducts }
        if (2 * workers + 1) * split.gramBytes <= budget { return .ofRows }
        return .onDemand
    }

    /// Returns whether the products and Gram matrices of all rows fit in memory.
    func holdsWhole(rows: Int) -> Bool { bytes(KernelRows(train: rows, others: 0)) <= budget }

    /// Returns whether, in addition, the products of the other rows of all splits fit, which serve every kernel.
    func holdsOthers(rows: Int, _ split: KernelRows, splits: Int) -> Bool {
        bytes(KernelRows(train: rows, others: 0)) + splits * split.otherBytes <= budget
    }

    /// Returns the bytes of Gram matrices and the products they are computed from.
    private func bytes(_ rows: KernelRows) -> Int {
        (workers + 1) * (rows.productBytes + rows.gramBytes) + workers * rows.gramBytes
    }

    /// Returns whether a number of summaries with products of columns fit in memory.
    func holdsProducts(columns: Int, summaries: Int) -> Bool {
        columns * columns * summaries * MemoryLayout<Double>.stride <= budget / 2
    }

    /// How Gram matrices are computed.
    enum Kernels {
        /// The products of rows are stored, and Gram matrices are computed from them.
        case ofProducts

        /// Gram matrices are stored, each computed from the rows.
        case ofRows

        /// Rows of the matrices are computed on demand.
        case onDemand
    }
}
