import LinearAlgebra
import TaskGraph

/// The largest elements of each column.
struct LargestExpression: BlockExpression {
    let count: Int

    func readings(for place: BlockPlace, of node: MatrixNode) -> [BlockReading] {
        (0..<node.inputs[0].rows.count).map { BlockReading(0, BlockPlace($0, place.column)) }
    }

    func insert(
        _ place: BlockPlace, of node: MatrixNode, blocks: [TaskInput<Matrix>], into graph: inout TaskGraph
    ) -> TaskInput<Matrix> {
        let select = graph.register(typed: SelectLargest(count: count))
        let largest = blocks.map { graph.insert(select, Blocks(blocks: [$0])) }
        return ReductionTree.reduce(largest) { graph.insert(select, Blocks(blocks: $0)) }
    }
}

/// Selects the largest elements of each column of blocks that are one below the other, in descending order.
struct SelectLargest: TypedOperation {
    let count: Int
    let name = "select-largest"

    func encodeParameters(into encoder: inout CanonicalEncoder) { encoder.append(count) }

    func run(_ inputs: TaskInputValues<Blocks>, in context: TaskContext) throws -> Matrix {
        let blocks = try inputs.blocks
        let width = blocks.first?.columns ?? 0
        guard blocks.allSatisfy({ $0.columns == width }) else {
            throw TaskInputError(position: 0, expected: "blocks with equal numbers of columns", found: nil)
        }
        let height = min(count, blocks.reduce(0) { $0 + $1.rows })
        var result = Matrix(rows: height, columns: width)
        for column in 0..<width {
            try context.checkCancellation()
            var largest = LargestNumbers(count: height)
            for block in blocks {
                block.withUnsafeValues { values in
                    for row in 0..<block.rows { largest.add(values[row * width + column]) }
                }
            }
            for (row, value) in largest.descending.enumerated() { result[row, column] = value }
        }
        return result
    }

    func estimate(for inputs: TaskInputEstimates<Blocks>) -> TaskEstimate {
        let rows = inputs.blocks.reduce(0) { $0 + $1.rows }
        let columns = inputs.blocks.first?.columns ?? 0
        var estimate = TaskEstimate.block(min(count, rows), columns, perElement: 0)
        estimate.seconds += 2e-9 * Double(rows * columns)
        return estimate
    }
}

/// The largest of some numbers, of which NaN is the largest, as in NumPy.
struct LargestNumbers {
    private let count: Int
    /// A heap with the least of the largest numbers first.
    private var heap: [Double] = []

    init(count: Int) { self.count = count }

    private static func precedes(_ left: Double, _ right: Double) -> Bool {
        right.isNaN ? !left.isNaN : left < right
    }

    mutating func add(_ number: Double) {
        if heap.count < count {
            heap.append(number)
            var place = heap.count - 1
            while place > 0, Self.precedes(heap[place], heap[(place - 1) / 2]) {
                heap.swapAt(place, (place - 1) / 2)
                place = (place - 1) / 2
            }
        } else if let least = heap.first, Self.precedes(least, number) {
            heap[0] = number
            var place = 0
            while true {
                var least = place
                for child in [2 * place + 1, 2 * place + 2]
                where child < count && Self.precedes(heap[child], heap[least]) {
                    least = child
                }
                if least == place { return }
                heap.swapAt(place, least)
                place = least
            }
        }
    }

    var descending: [Double] { heap.sorted { Self.precedes($1, $0) } }
}

extension ChunkedMatrix {
    /// Returns the largest elements of each column in descending order, or of each row; NaN is the largest of all.
    ///
    /// - Parameters:
    ///   - count: The number of elements; if there are fewer, all are returned.
    ///   - axis: ``ReductionAxis/byColumn`` for a matrix with a row for each rank, ``ReductionAxis/byRow`` for one with a
    ///     column for each.
    /// - Precondition: The axis is one of these, and the count is not negative.
    /// - Complexity: O(n log count) for n elements.
    public func largest(_ count: Int, _ axis: ReductionAxis) -> ChunkedMatrix {
        precondition(axis != .overall, "the largest elements are by column or by row")
        precondition(count >= 0, "the number of elements cannot be negative")
        guard axis == .byColumn else { return transposed.largest(count, .byColumn).transposed }
        return ChunkedMatrix(
            MatrixNode(
                LargestExpression(count: count), [node], rows: .whole(min(count, rows)), columns: columnChunks
            ))
    }
}
