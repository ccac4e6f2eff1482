import Learning
import LinearAlgebra
import TaskGraph

/// The tasks and rows of a split: its training and test rows, in the orders that fits need.
struct SplitTasks {
    let split: Split

    /// The operations that take the rows of features and target.
    let takeTrain, takeTest: RegisteredOperation<TakeRows>

    /// The training rows in class order; created when a kernel first needs it, to save memory.
    lazy var byClass = RowsByClass(split.train, target)

    private let target: Target

    /// Rows sorted by class.
    struct RowsByClass {
        /// The rows.
        let sorted: [Int]

        /// The position of each of them among the original rows.
        let permutation: [Int]

        /// Whether the order differs from the original one.
        let isReordered: Bool

        init(_ rows: [Int], _ target: Target) {
            permutation = target.placesByClass(of: rows)
            sorted = permutation.map { rows[$0] }
            isReordered = sorted != rows
        }
    }

    init(_ split: Split, _ target: Target, in graph: inout TaskGraph) {
        self.split = split
        takeTrain = graph.register(typed: TakeRows(indices: split.train))
        takeTest = graph.register(typed: TakeRows(indices: split.test))
        self.target = target
    }

    /// Returns the indices of rows.
    mutating func rows(_ side: Side) -> [Int] {
        switch side {
        case .train, .scoredTrain: split.train
        case .test: split.test
        case .sortedTrain: byClass.sorted
        }
    }
}

extension Target {
    /// Returns the positions of some rows sorted by class; rows of the same class, or with a numeric target all rows,
    /// keep their order.
    ///
    /// - Complexity: O(rows + classes).
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

/// The rows of a split.
enum Side {
    case train, test

    /// The training rows, sorted by class.
    case sortedTrain

    /// The training rows, transformed like new rows: by the models of all training rows.
    case scoredTrain
}
