import Learning
import LinearAlgebra
import TaskGraph

/// The Gram matrices that kernel estimators are fitted to, and the products that they predict from.
struct KernelTasks {
    private let kernels: MemoryPlan.Kernels

    /// Whether one Gram matrix of all rows, and the products of each split's other rows, fit in memory.
    private let holdsWhole, holdsOthers: Bool

    /// All rows of the table in class order; created when a kernel first needs it.
    private lazy var whole = WholeTable(target)

    private let target: Target

    /// All rows of a table sorted by class, and each row's position in that order.
    private struct WholeTable {
        let order, places: [Int]

        init(_ target: Target) {
            order = target.placesByClass(of: Array(0..<target.count))
            var places = order
            for (place, row) in order.enumerated() { places[row] = place }
            self.places = places
        }
    }

    /// The Gram matrix of a space.
    struct GramTask {
        let matrix: TaskInput<any GramResult>

        /// Whether the test rows are its other rows.
        let hasTest: Bool
    }

    /// Determines how the kernels of a search are computed.
    init(_ target: Target, _ splits: [Split], trainScores: Bool, _ memory: MemoryPlan) {
        self.target = target
        let train = splits.map(\.train.count).max() ?? 0
        let largest = MemoryPlan.KernelRows(
            train: train, others: (splits.map(\.test.count).max() ?? 0) + (trainScores ? train : 0))
        kernels = memory.kernels(largest)
        holdsWhole = memory.holdsWhole(rows: target.count)
        holdsOthers =
            kernels == .ofProducts
            && memory.holdsOthers(rows: target.count, largest, splits: splits.count)
    }

    /// Returns the reason why an estimator is not fitted to a Gram matrix; nil if it is.
    func reasonAgainstGram(of estimator: any KernelEstimator) -> String? {
        let memory = kernels == .onDemand ? "Gram matrices exceed the memory budget" : nil
        return estimator.reasonAgainstGramMatrix ?? memory
    }

    /// Returns the Gram matrix of an estimator's kernel in a space.
    mutating func gram(
        _ estimator: any KernelEstimator, _ space: Int, of spaces: inout Spaces,
        in graph: inout TaskGraph
    ) -> GramTask {
        let source =
            estimator.fixedKernel.map(KernelSource.fixed)
            ?? .rule((estimator as? any PathEstimator)?.kernelRepresentative ?? estimator)
        if case .source(let features) = spaces[space].origin, case .fixed = source, holdsWhole {
            return viewOfWhole(source, of: features, space, of: &spaces, in: &graph)
        }
        let train = spaces.rows(space, .sortedTrain, in: &graph)
        let test = spaces.rows(space, .test, in: &graph)
        guard kernels == .ofProducts else {
            let inputs = GramOfRows.Inputs(train: train, others: test)
            return GramTask(matrix: graph.insert(GramOfRows(source: source), inputs), hasTest: true)
        }
        let products = graph.insert(InnerProducts(), InnerProducts.Inputs(train: train, others: test))
        let inputs = Gram.Inputs(products: products, train: train)
        return GramTask(matrix: graph.insert(Gram(source: source), inputs), hasTest: true)
    }

    /// Returns a split's view of the Gram matrix of all rows.
    private mutating func viewOfWhole(
        _ source: KernelSource, of features: Int, _ space: Int, of spaces: inout Spaces, in graph: inout TaskGraph
    ) -> GramTask {
        let all = graph.insert(
            rows: whole.order, of: spaces.table.features[features].reading(as: Matrix.self))
        let products = graph.insert(InnerProducts(), InnerProducts.Inputs(train: all, others: nil))
        let gram = graph.insert(Gram(source: source), Gram.Inputs(products: products, train: all))
        let places = whole.places
        let train = graph.insert(
            RowSetSource(indices: spaces.rowsByClass(space).sorted.map { places[$0] }))
        let view = graph.insert(ViewGram(), ViewGram.Inputs(gram: gram, train: train))
        return GramTask(matrix: view, hasTest: false)
    }

    /// Returns the products of the rows of one side with the training rows.
    func products(
        of side: Side, _ space: Int, of spaces: inout Spaces, in graph: inout TaskGraph
    ) -> TaskInput<OtherProducts> {
        let train = spaces.rows(space, .sortedTrain, in: &graph)
        let others = spaces.rows(space, side, in: &graph)
        return graph.insert(
            InnerProductsOfOthers(isHeld: holdsOthers),
            InnerProductsOfOthers.Inputs(train: train, others: others))
    }
}

extension PathEstimator {
    /// The estimator that represents the whole path, if it has a kernel.
    fileprivate var kernelRepresentative: (any KernelEstimator)? {
        pathRepresentative as? any KernelEstimator
    }
}
