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

    /// How many rows kernels are computed of: training rows, and others of which predictions are made.
    struct KernelRows {
        let train, others: Int

        fileprivate var gramBytes: Int { GramMatrix.bytes(train: train, others: others) }
        fileprivate var productBytes: Int { RowProducts.bytes(train: train, others: others) }
    }

    /// How the Gram matrices of so many rows can be had.
    func kernels(_ rows: KernelRows) -> Kernels {
        if bytes(products: rows.productBytes, grams: rows.gramBytes) <= budget { return .ofProducts }
        if (2 * workers + 1) * rows.gramBytes <= budget { return .ofRows }
        return .onDemand
    }

    /// Whether products and Gram matrices of all rows can be held, and what so many rows of each split add.
    func holdsWhole(rows: Int, _ split: KernelRows) -> Bool {
        let whole = KernelRows(train: rows, others: 0)
        let others = OtherProducts.bytes(train: split.train, others: split.others)
        return bytes(products: whole.productBytes + others, grams: whole.gramBytes + others) <= budget
    }

    /// What Gram matrices and the products that they are made of take.
    ///
    /// While a worker makes one of a set of products or of rows, or solves with it, the next is begun; and a solver
    /// keeps a copy of the rows that it reads.
    private func bytes(products: Int, grams: Int) -> Int {
        (workers + 1) * (products + grams) + workers * grams
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
