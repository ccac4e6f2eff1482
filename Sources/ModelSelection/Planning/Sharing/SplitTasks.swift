import Learning
import LinearAlgebra
import TaskGraph

/// What depends on a split only: which rows it trains and is tested on, in the orders that fits want them.
struct SplitTasks {
    let split: Split

    /// Operations that take the rows out of features and target.
    let takeTrain, takeTest: OperationID

    /// The training rows in the order of their classes; made when a kernel first asks for it, for it takes memory.
    lazy var byClass = RowsByClass(split.train, target)

    private let target: Target

    /// Rows sorted by class.
    struct RowsByClass {
        /// The rows.
        let sorted: [Int]

        /// The places they have then among the rows as they were.
        let permutation: [Int]

        /// Whether that is another order.
        let isReordered: Bool

        init(_ rows: [Int], _ target: Target) {
            permutation = target.placesByClass(of: rows)
            sorted = permutation.map { rows[$0] }
            isReordered = sorted != rows
        }
    }

    init(_ split: Split, _ target: Target, in graph: inout TaskGraph) {
        self.split = split
        takeTrain = graph.register(TakeRows(indices: split.train))
        takeTest = graph.register(TakeRows(indices: split.test))
        self.target = target
    }
}

extension Target {
    /// The places of some rows, in the order of their classes and in each class as they came; of numbers, as they
    /// came.
    ///
    /// O(rows + classes).
    func placesByClass(of rows: [Int]) -> [Int] {
        guard case .labels(let labels) = self else { return Array(rows.indices) }
        var starts = [Int](repeating: 0, count: labels.classes.count + 1)
        for row in rows { starts[Int(labels.codes[row]) + 1] += 1 }
        for code in starts.indices.dropFirst() { starts[code] += starts[code - 1] }
        var places = [Int](repeating: 0, count: rows.count)
        for (place, row) in rows.enumerated() {
            let code = Int(labels.codes[row])
            places[starts[code]] = place
            starts[code] += 1
        }
        return places
    }
}

/// Which of a split's rows are meant.
enum Side {
    case train, test

    /// The training rows, sorted by class.
    case sortedTrain
}
