import CVectorLoops
import LinearAlgebra

/// A kernel's values for n training rows with each other and for m other rows with them.
///
/// Row i < n is training row i, row n + j is other row j, and the columns are the training rows. Elements are kept as
/// `Float`, like the rows that the solver of support vector machines reads (and libsvm's): a relative error of 6e-8,
/// for half of the memory.
///
/// Several Gram matrices may be views of one: of a kernel that is the same for all folds each fold sees its own rows.
public struct GramMatrix: Sendable {
    /// The number of training rows, and of columns.
    public let trainCount: Int

    /// The number of other rows.
    public let otherCount: Int

    /// The elements seen, row by row.
    let values: [Float]

    /// The elements from one row's start to the next's.
    let stride: Int

    /// Where each row stands in ``values``; of a training row that is its column's place, too.
    let places: [Int]

    /// The Gram matrix of rows whose products are known.
    ///
    /// O(n (n + m)).
    ///
    /// - Throws: ``LearningError/fitFailed(step:reason:)`` if the kernel of training rows exceeds a `Float`.
    public init(_ kernel: KernelFunction, of products: RowProducts) throws {
        let (n, m) = (products.trainCount, products.otherCount)
        trainCount = n
        otherCount = m
        stride = n
        places = Array(0..<n + m)
        let norms = products.norms
        values = try products.products.withUnsafeValues { source in
            try Self.elements(n, m) { row, count, target in
                guard let start = source.baseAddress else { return }
                kernel.values(
                    ofProducts: start + row * n, norm: norms[row], norms: norms, count: count, into: target)
            }
        }
    }

    /// The Gram matrix of rows, without ever holding all their products.
    ///
    /// To the bit that of ``init(_:of:)``. O(n (n + m) columns).
    ///
    /// - Throws: As that one.
    public init(_ kernel: KernelFunction, train: Matrix, others: Matrix) throws {
        let (n, m) = (train.rows, others.rows)
        trainCount = n
        otherCount = m
        stride = n
        places = Array(0..<n + m)
        var norms: [Double] = []
        norms.reserveCapacity(n + m)
        var panel = 0..<0
        var products = Matrix(rows: 0, columns: 0)
        values = try Self.elements(n, m) { row, count, target in
            if !panel.contains(row) {
                let top = row < n ? row : row - n
                panel = row..<min(row + Matrix.panelHeight, row < n ? n : n + m)
                let rows = (row < n ? train : others).rows(top..<top + panel.count)
                let width = row < n ? panel.upperBound : n
                products = rows.timesTransposed(train.rows(0..<width))
                norms += row < n ? panel.map { products[$0 - row, $0] } : rows.squaredRowNorms
            }
            products.withUnsafeValues { source in
                guard let start = source.baseAddress else { return }
                kernel.values(
                    ofProducts: start + (row - panel.lowerBound) * products.columns, norm: norms[row],
                    norms: norms, count: count, into: target)
            }
        }
    }

    /// A matrix of n training rows and m others of its elements, row by row; nil if there are not (n + m) × n of them.
    package init?(train n: Int, others m: Int, elements: [Float]) {
        guard n >= 0, m >= 0, n <= Int(Int32.max), m <= Int(Int32.max), elements.count == (n + m) * n else {
            return nil
        }
        trainCount = n
        otherCount = m
        values = elements
        stride = n
        places = Array(0..<n + m)
    }

    /// The elements that are seen, row by row.
    package var elements: [Float] {
        let columns = places[..<trainCount]
        let isWhole = stride == trainCount && values.count == places.count * trainCount
        if isWhole, places.elementsEqual(places.indices) { return values }
        return places.flatMap { row in columns.map { values[row * stride + $0] } }
    }

    /// The part of a matrix over all rows that one split sees.
    ///
    /// - Parameters:
    ///   - whole: a Gram matrix of all rows, without others.
    ///   - train: the training rows.
    ///   - others: the other rows.
    public init(viewing whole: GramMatrix, train: [Int], others: [Int]) {
        trainCount = train.count
        otherCount = others.count
        values = whole.values
        stride = whole.stride
        places = (train + others).map { whole.places[$0] }
    }

    /// The kernel of a row with a training row.
    public subscript(row: Int, column: Int) -> Double {
        precondition(
            row >= 0 && row < trainCount + otherCount && column >= 0 && column < trainCount,
            "no element at (\(row), \(column)) of \(trainCount + otherCount) × \(trainCount)")
        return Double(values[places[row] * stride + places[column]])
    }

    /// The kernel of some rows with some training rows, as a matrix.
    ///
    /// O(rows × columns).
    public func block(rows: Range<Int>, columns: Range<Int>) -> Matrix {
        values.withUnsafeBufferPointer { values in
            let runs = runs(of: Array(columns))
            return Matrix(rows: rows.count, columns: columns.count) { target in
                guard var to = target.baseAddress, let from = values.baseAddress else { return }
                for row in rows {
                    let start = from + places[row] * stride
                    for run in runs {
                        for place in run {
                            to.initialize(to: Double(start[place]))
                            to += 1
                        }
                    }
                }
            }
        }
    }

    /// The places of some training rows' columns, as runs of those that follow each other.
    func runs(of columns: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for column in columns {
            let place = places[column]
            if let last = runs.last, last.upperBound == place {
                runs[runs.count - 1] = last.lowerBound..<place + 1
            } else {
                runs.append(place..<place + 1)
            }
        }
        return runs
    }

    /// How many bytes the Gram matrix of n training rows and m others takes.
    package static func bytes(train: Int, others: Int) -> Int {
        (train + others) * train * MemoryLayout<Float>.stride
    }

    /// The elements of a matrix, of which `write` gives one row after the other: of training row i the first i + 1
    /// elements, for the rest is their mirror image.
    private static func elements(
        _ n: Int, _ m: Int, _ write: (_ row: Int, _ count: Int, UnsafeMutablePointer<Double>) -> Void
    ) throws -> [Float] {
        var isFinite = true
        let values = [Float](unsafeUninitializedCapacity: (n + m) * n) { target, initialized in
            initialized = (n + m) * n
            guard let start = target.baseAddress else { return }
            let buffer = WorkBuffer<Double>(count: max(n, 1), repeating: 0)
            for row in 0..<n {
                write(row, row + 1, buffer.start)
                isFinite = trellis_round(buffer.start, start + row * n, row + 1) && isFinite
            }
            mirrorLowerTriangle(start, side: n)
            for row in n..<n + m {
                write(row, n, buffer.start)
                if !trellis_round(buffer.start, start + row * n, n) {
                    let largest = Float.greatestFiniteMagnitude
                    for index in row * n..<(row + 1) * n where start[index].isInfinite {
                        start[index] = start[index] < 0 ? -largest : largest
                    }
                }
            }
        }
        guard isFinite else { throw LearningError.kernelOverflow }
        return values
    }
}
