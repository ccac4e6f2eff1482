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

    /// How the Gram matrices of training and test rows can be had.
    ///
    /// While a worker makes one of a set of products or of rows, or solves with it, the next is begun; and a solver
    /// keeps a copy of the rows that it reads.
    func kernels(train: Int, test: Int) -> Kernels {
        let gram = GramMatrix.bytes(train: train, others: test)
        let products = RowProducts.bytes(train: train, others: test)
        if (workers + 1) * (products + gram) + workers * gram <= budget { return .ofProducts }
        if (2 * workers + 1) * gram <= budget { return .ofRows }
        return .onDemand
    }

    /// Whether products and Gram matrices of all rows can be held.
    func holdsWhole(rows: Int) -> Bool { kernels(train: rows, test: 0) == .ofProducts }

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
