import CVectorLoops
import LinearAlgebra

/// The kernel of n training rows with each other and with m other rows.
///
/// Row i < n is training row i, row n + j is other row j, and the columns are the training rows. Elements of training
/// rows are stored as `Float`, as the SVM solver reads them (and as libsvm does): a relative error of 6e-8 at half the
/// memory. Elements of other rows, used for predictions, are computed as `Double` on demand, because most are read
/// once.
///
/// Several Gram matrices may be views of one: if the kernel is the same for all folds, each fold sees its own training
/// rows.
public struct GramMatrix: Sendable {
    /// The number of training rows, and of columns.
    public let trainCount: Int

    /// The number of other rows.
    public var otherCount: Int { others.otherCount }

    /// The kernel.
    package let kernel: KernelFunction

    /// The kernel of each training row with itself, unrounded for the solver.
    package let diagonal: [Double]

    /// The products of the other rows with the training rows.
    package let others: OtherProducts

    /// The elements of the training rows, row by row.
    let values: ElementBuffer<Float>

    /// The stride between the starts of training rows.
    let stride: Int

    /// The row of each training row in ``values``, which is also its column.
    let places: [Int]

    /// Creates a matrix from the bytes of the elements of n training rows, row by row, their unrounded diagonal, and the
    /// products of other rows; nil unless there are n × n elements and n diagonal elements.
    package init?(
        _ kernel: KernelFunction, train bytes: UnsafeRawBufferPointer, diagonal: [Double],
        others: OtherProducts
    ) {
        let n = diagonal.count
        guard n <= Int(Int32.max), bytes.count % 4 == 0, bytes.count / 4 == n * n, others.trainCount == n
        else { return nil }
        let values = Self.buffer(count: n * n)
        UnsafeMutableRawBufferPointer(values.elements).copyMemory(from: bytes)
        self.init(kernel, values, diagonal: diagonal, others: others)
    }

    /// Creates a matrix from the elements of all training rows, in a buffer from ``buffer(count:)``, and of other rows.
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

    /// Creates a view of some training rows of a matrix, without other rows.
    ///
    /// - Complexity: O(n).
    package init(viewing whole: GramMatrix, train: [Int]) {
        kernel = whole.kernel
        values = whole.values
        diagonal = train.map { whole.diagonal[$0] }
        others = OtherProducts(noneOf: train.map { whole.others.trainNorms[$0] })
        trainCount = train.count
        stride = whole.stride
        places = train.map { whole.places[$0] }
    }

    /// Creates a matrix of some training rows of another, in any order, with elements of its own and without other rows.
    ///
    /// - Complexity: O(n²).
    init(copying whole: GramMatrix, train: [Int]) {
        let places = train.map { whole.places[$0] }
        let columns = places.map { Int32($0) }
        let values = Self.buffer(count: train.count * train.count)
        for (row, place) in places.enumerated() {
            Float.take(
                whole.values.start + place * whole.stride, columns, into: values.start + row * train.count)
        }
        self.init(
            whole.kernel, values, diagonal: train.map { whole.diagonal[$0] },
            others: OtherProducts(noneOf: train.map { whole.others.trainNorms[$0] }))
    }

    /// Creates a matrix of the same training rows with any other rows, which may be the training rows themselves.
    ///
    /// - Complexity: O(1).
    package init(_ gram: GramMatrix, others products: OtherProducts) {
        guard products.trainCount == gram.trainCount else {
            fatalError("other rows must have products with each training row")
        }
        kernel = gram.kernel
        values = gram.values
        diagonal = gram.diagonal
        others = products
        trainCount = gram.trainCount
        stride = gram.stride
        places = gram.places
    }

    /// Returns memory for `count` elements, followed by a vector of zeros, because vector loops read beyond a row's
    /// end.
    static func buffer(count: Int) -> ElementBuffer<Float> {
        let vector = Int(TRELLIS_LANES)
        let buffer = ElementBuffer<Float>(count: count + vector)
        (buffer.start + count).initialize(repeating: 0, count: vector)
        return buffer
    }

    /// The elements of the training rows, row by row, possibly with more elements after them.
    ///
    /// - Complexity: O(1); O(n²) for a view, which is copied.
    package var trainElements: ElementBuffer<Float> {
        let isWhole = stride == trainCount && places.elementsEqual(0..<trainCount)
        return isWhole ? values : GramMatrix(copying: self, train: Array(0..<trainCount)).values
    }

    /// Returns the kernel of a row with a training row.
    ///
    /// - Complexity: O(1) for a training row, O(n columns) for another row; ``block(rows:columns:)`` is faster for
    ///   those.
    public subscript(row: Int, column: Int) -> Double {
        precondition(
            row >= 0 && row < trainCount + otherCount && column >= 0 && column < trainCount,
            "element (\(row), \(column)) is outside of \(trainCount + otherCount) × \(trainCount)")
        return block(rows: row..<row + 1, columns: [column])[0, 0]
    }

    /// Returns the kernel of some rows with some training rows, as a matrix.
    ///
    /// - Complexity: O(rows × columns). For other rows whose products are not stored, multiplied by their number of
    ///   columns.
    public func block(rows: Range<Int>, columns: Range<Int>) -> Matrix {
        block(rows: rows, columns: Array(columns))
    }

    /// Returns the kernel of some rows with training rows in any order.
    func block(rows: Range<Int>, columns: [Int]) -> Matrix {
        guard rows.lowerBound >= 0 && rows.upperBound <= trainCount + otherCount else {
            fatalError("rows \(rows) are outside of \(trainCount + otherCount)")
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

    /// Returns the kernel of other rows, where row 0 is the first of them.
    private func otherBlock(rows: Range<Int>, columns: [Int]) -> Matrix {
        kernel.gram(
            innerProducts: others.products(of: rows, columns: columns),
            leftNorms: Array(others.otherNorms[rows]), rightNorms: columns.map { others.trainNorms[$0] })
    }

    /// Returns the columns of some training rows, as runs of consecutive columns.
    func runs(of columns: [Int]) -> [Range<Int>] { columns.lazy.map { places[$0] }.runs }

    /// Returns the number of bytes of the Gram matrix of n training rows, without the products of other rows.
    package static func bytes(train: Int) -> Int { train * train * MemoryLayout<Float>.stride }
}

extension Sequence<Int> {
    /// The numbers as runs of consecutive numbers.
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
