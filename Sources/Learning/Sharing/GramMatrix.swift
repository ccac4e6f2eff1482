import CVectorLoops
import LinearAlgebra

/// A kernel's values for n training rows with each other and for m other rows with them.
///
/// Row i < n is training row i, row n + j is other row j, and the columns are the training rows. Elements of training
/// rows are kept as `Float`, like the rows that the solver of support vector machines reads (and libsvm's): a relative
/// error of 6e-8, for half of the memory. Those of other rows, of which predictions are made, are computed as `Double` when
/// they are read: most are read once.
///
/// Several Gram matrices may be views of one: of a kernel that is the same for all folds each fold sees its own training
/// rows.
public struct GramMatrix: Sendable {
    /// The number of training rows, and of columns.
    public let trainCount: Int

    /// The number of other rows.
    public var otherCount: Int { others.otherCount }

    /// The kernel.
    package let kernel: KernelFunction

    /// The kernel of each training row with itself, as a solver wants it: not rounded.
    package let diagonal: [Double]

    /// The products of the other rows with the training rows.
    package let others: OtherProducts

    /// The elements of the training rows seen, row by row.
    let values: ElementBuffer<Float>

    /// The elements from one training row's start to the next's.
    let stride: Int

    /// Where each training row stands in ``values``, which is its column's place, too.
    let places: [Int]

    /// A matrix of the elements of n training rows, row by row, and of their diagonal before rounding, and of the products
    /// of others; nil if there are not n × n and n of them.
    package init?(
        _ kernel: KernelFunction, train elements: [Float], diagonal: [Double], others: OtherProducts
    ) {
        let n = diagonal.count
        guard n <= Int(Int32.max), elements.count == n * n, others.trainCount == n else { return nil }
        let values = Self.buffer(count: elements.count)
        elements.withUnsafeBufferPointer { _ = values.elements.initialize(fromContentsOf: $0) }
        self.init(kernel, values, diagonal: diagonal, others: others)
    }

    /// A matrix of the elements of all training rows, made by ``buffer(count:)``, and of others.
    init(_ kernel: KernelFunction, _ values: ElementBuffer<Float>, diagonal: [Double], others: OtherProducts)
    {
        self.kernel = kernel
        self.values = values
        self.diagonal = diagonal
        self.others = others
        trainCount = diagonal.count
        stride = trainCount
        places = Array(0..<trainCount)
    }

    /// Some training rows of a matrix, without others.
    ///
    /// O(n).
    public init(viewing whole: GramMatrix, train: [Int]) {
        kernel = whole.kernel
        values = whole.values
        diagonal = train.map { whole.diagonal[$0] }
        others = OtherProducts(noneOf: train.map { whole.others.trainNorms[$0] })
        trainCount = train.count
        stride = whole.stride
        places = train.map { whole.places[$0] }
    }

    /// The training rows of a matrix, and other rows than its own: any, the training rows themselves as well.
    ///
    /// O(1).
    public init(_ gram: GramMatrix, others products: OtherProducts) {
        guard products.trainCount == gram.trainCount else {
            fatalError("other rows need products with each training row")
        }
        kernel = gram.kernel
        values = gram.values
        diagonal = gram.diagonal
        others = products
        trainCount = gram.trainCount
        stride = gram.stride
        places = gram.places
    }

    /// Memory for so many elements, and behind them a vector of zeros: who reads a row by vectors reads beyond its end.
    static func buffer(count: Int) -> ElementBuffer<Float> {
        let vector = Int(TRELLIS_LANES)
        let buffer = ElementBuffer<Float>(count: count + vector)
        (buffer.start + count).initialize(repeating: 0, count: vector)
        return buffer
    }

    /// The elements of the training rows that are seen, row by row.
    package var trainElements: [Float] {
        places.flatMap { row in places.map { values.start[row * stride + $0] } }
    }

    /// The kernel of a row with a training row.
    ///
    /// O(1) of a training row, O(n columns) of another, whose elements ``block(rows:columns:)`` gives faster.
    public subscript(row: Int, column: Int) -> Double {
        precondition(
            row >= 0 && row < trainCount + otherCount && column >= 0 && column < trainCount,
            "no element at (\(row), \(column)) of \(trainCount + otherCount) × \(trainCount)")
        return block(rows: row..<row + 1, columns: [column])[0, 0]
    }

    /// The kernel of some rows with some training rows, as a matrix.
    ///
    /// O(rows × columns), and of other rows whose products are not held as many times the columns of these.
    public func block(rows: Range<Int>, columns: Range<Int>) -> Matrix {
        block(rows: rows, columns: Array(columns))
    }

    /// The same with training rows in any order.
    func block(rows: Range<Int>, columns: [Int]) -> Matrix {
        guard rows.lowerBound >= 0 && rows.upperBound <= trainCount + otherCount else {
            fatalError("no rows \(rows) in \(trainCount + otherCount)")
        }
        let train = rows.clamped(to: 0..<trainCount)
        let rest = rows.clamped(to: trainCount..<trainCount + otherCount)
        if rest.isEmpty { return trainBlock(rows: train, columns: columns) }
        let others = otherBlock(
            rows: rest.lowerBound - trainCount..<rest.upperBound - trainCount, columns: columns)
        if train.isEmpty { return others }
        return Matrix(
            rows: rows.count, columns: columns.count,
            values: trainBlock(rows: train, columns: columns).values + others.values)
    }

    private func trainBlock(rows: Range<Int>, columns: [Int]) -> Matrix {
        let runs = runs(of: columns)
        return Matrix(rows: rows.count, columns: columns.count) { target in
            guard var to = target.baseAddress else { return }
            for row in rows {
                let start = values.start + places[row] * stride
                for run in runs {
                    for place in run {
                        to.initialize(to: Double(start[place]))
                        to += 1
                    }
                }
            }
        }
    }

    /// The kernel of other rows, the first of which is row 0.
    private func otherBlock(rows: Range<Int>, columns: [Int]) -> Matrix {
        kernel.gram(
            innerProducts: others.products(of: rows, columns: columns),
            leftNorms: Array(others.otherNorms[rows]), rightNorms: columns.map { others.trainNorms[$0] })
    }

    /// The places of some training rows' columns, as runs of those that follow each other.
    func runs(of columns: [Int]) -> [Range<Int>] { columns.lazy.map { places[$0] }.runs }

    /// How many bytes the Gram matrix of n training rows takes, without the products of others.
    package static func bytes(train: Int) -> Int { train * train * MemoryLayout<Float>.stride }
}

extension Sequence<Int> {
    /// The numbers as runs of those that follow each other.
    var runs: [Range<Int>] {
        var runs: [Range<Int>] = []
        for number in self {
            if let last = runs.last, last.upperBound == number {
                runs[runs.count - 1] = last.lowerBound..<number + 1
            } else {
                runs.append(number..<number + 1)
            }
        }
        return runs
    }
}
