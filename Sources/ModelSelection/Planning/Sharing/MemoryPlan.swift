import Learning

/// What a memory budget allows to be held.
struct MemoryPlan {
    /// The bytes one task may take beyond its inputs and its result.
    let perTask: Int

    private let budget: Int
    private let workers: Int

    /// The plan for tasks on so many workers, which share the budget.
    init(budget: Int, workers: Int) {
        self.budget = budget
        self.workers = max(1, workers)
        perTask = budget / self.workers
    }

    /// How many rows a split's kernels are computed of: training rows, and others of which predictions are made.
    struct KernelRows {
        let train, others: Int

        fileprivate var gramBytes: Int { GramMatrix.bytes(train: train) }
        fileprivate var productBytes: Int { RowProducts.bytes(train: train, others: others) }
        fileprivate var otherBytes: Int { OtherProducts.bytes(train: train, others: others) }
    }

    /// How the Gram matrices of so many rows can be had.
    ///
    /// While a worker makes one of a set of products or of rows, or solves with it, the next is begun; and a solver
    /// keeps a copy of the rows that it reads. The products of other rows are held as long as the matrices.
    func kernels(_ split: KernelRows) -> Kernels {
        if bytes(split) + workers * split.otherBytes <= budget { return .ofProducts }
        if (2 * workers + 1) * split.gramBytes <= budget { return .ofRows }
        return .onDemand
    }

    /// Whether products and Gram matrices of all rows can be held.
    func holdsWhole(rows: Int) -> Bool { bytes(KernelRows(train: rows, others: 0)) <= budget }

    /// Whether the products of the other rows of all splits can be held beside these: they serve every kernel.
    func holdsOthers(rows: Int, _ split: KernelRows, splits: Int) -> Bool {
        bytes(KernelRows(train: rows, others: 0)) + splits * split.otherBytes <= budget
    }

    /// What Gram matrices and the products that they are made of take.
    private func bytes(_ rows: KernelRows) -> Int {
        (workers + 1) * (rows.productBytes + rows.gramBytes) + workers * rows.gramBytes
    }

    /// Whether so many summaries with the products of so many columns can be held.
    func holdsProducts(columns: Int, summaries: Int) -> Bool {
        columns * columns * summaries * MemoryLayout<Double>.stride <= budget / 2
    }

    /// How Gram matrices can be had.
    enum Kernels {
        /// The products of rows are held, and Gram matrices made of them.
        case ofProducts

        /// Gram matrices are held, each made of the rows.
        case ofRows

        /// Rows of the matrices are computed when they are needed.
        case onDemand
    }
}
