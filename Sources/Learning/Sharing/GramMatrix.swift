import CVectorLoops
import LinearAlgebra
import Synchronization

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

    /// The kernel of each training row with itself, as a solver wants it: not rounded.
    package let diagonal: [Double]

    /// The elements seen, row by row.
    let values: ElementBuffer<Float>

    /// The elements from one row's start to the next's.
    let stride: Int

    /// Where each row stands in ``values``; of a training row that is its column's place, too.
    let places: [Int]

    /// The Gram matrix of rows whose products are known.
    ///
    /// O(n (n + m)), and as many times the columns where the products are not held.
    ///
    /// - Throws: ``LearningError/kernelOverflow(step:)`` if the kernel of training rows exceeds a `Float`.
    public init(_ kernel: KernelFunction, of products: RowProducts) throws {
        switch products.content {
        case .products(let matrix, let norms):
            try self.init(kernel, train: products.trainCount, norms: norms) { ($0.lowerBound, matrix) }
        case .rows(let train, let others):
            try self.init(kernel, train: train, others: others)
        }
    }

    /// The Gram matrix of rows, without ever holding all their products.
    ///
    /// To the bit that of ``init(_:of:)``. O(n (n + m) columns).
    ///
    /// - Throws: As that one.
    public init(_ kernel: KernelFunction, train: Matrix, others: Matrix) throws {
        let n = train.rows
        let norms = train.squaredRowNormsAsProducts + others.squaredRowNorms
        try self.init(kernel, train: n, norms: norms) { panel in
            let isOfTraining = panel.lowerBound < n
            let rows =
                isOfTraining ? train.rows(panel) : others.rows(panel.lowerBound - n..<panel.upperBound - n)
            return (0, rows.timesTransposed(isOfTraining ? train.rows(0..<panel.upperBound) : train))
        }
    }

    /// The Gram matrix of n training rows and of others, given the squared norms of all.
    ///
    /// - Parameter products: gives for a panel of rows a matrix and the row in it at which the panel's products begin:
    ///   of training rows with those up to the panel's end at least, of others with all training rows.
    private init(
        _ kernel: KernelFunction, train n: Int, norms: [Double],
        products: @Sendable (_ panel: Range<Int>) -> (first: Int, matrix: Matrix)
    ) throws {
        trainCount = n
        otherCount = norms.count - n
        stride = n
        places = Array(norms.indices)
        diagonal = norms[..<n].map(kernel.ofRowWithItself(norm:))
        let overflow = Atomic(false)
        values = Self.buffer(count: norms.count * n)
        let panels = Self.panels(of: 0..<n) + Self.panels(of: n..<norms.count)
        // The last training rows have the most elements, and go first: fewer cores wait at the end.
        BLASThreads.forEach(panels.count, operations: norms.count * n) { [values] index in
            let panel = panels[panels.count - 1 - index]
            let (first, matrix) = products(panel)
            let buffer = WorkBuffer<Double>(uninitialized: n)
            matrix.withUnsafeValues { source in
                guard let source = source.baseAddress else { return }
                for row in panel {
                    let count = min(row + 1, n)  // the rest of a training row is its mirror image
                    let products = source + (first + row - panel.lowerBound) * matrix.columns
                    let isRepresentable = kernel.rounded(
                        ofProducts: products, norm: norms[row], norms: norms[...], count: count,
                        scratch: buffer.start, into: values.start + row * n)
                    if isRepresentable { continue }
                    if row < n {
                        overflow.store(true, ordering: .relaxed)
                    } else {
                        kernel.limited(
                            ofProducts: products, norm: norms[row], norms: norms[...], count: n,
                            scratch: buffer.start, into: values.start + row * n)
                    }
                }
            }
        }
        mirrorLowerTriangle(values.start, side: n)
        if overflow.load(ordering: .relaxed) { throw LearningError.kernelOverflow(step: nil) }
    }

    /// Memory for so many elements, and behind them a vector of zeros: who reads a row by vectors reads beyond its end.
    private static func buffer(count: Int) -> ElementBuffer<Float> {
        let vector = Int(TRELLIS_LANES)
        let buffer = ElementBuffer<Float>(count: count + vector)
        (buffer.start + count).initialize(repeating: 0, count: vector)
        return buffer
    }

    /// Some rows, cut into panels of the height of products.
    private static func panels(of rows: Range<Int>) -> [Range<Int>] {
        Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: Matrix.panelHeight).map { first in
            first..<min(first + Matrix.panelHeight, rows.upperBound)
        }
    }

    /// A matrix of n training rows and m others of its elements, row by row, and of its diagonal before rounding; nil if
    /// there are not (n + m) × n and n of them.
    package init?(train n: Int, others m: Int, elements: [Float], diagonal: [Double]) {
        guard n >= 0, diagonal.count == n, m >= 0, n <= Int(Int32.max), m <= Int(Int32.max),
            elements.count == (n + m) * n
        else {
            return nil
        }
        trainCount = n
        otherCount = m
        let copy = Self.buffer(count: elements.count)
        elements.withUnsafeBufferPointer { _ = copy.elements.initialize(fromContentsOf: $0) }
        values = copy
        self.diagonal = diagonal
        stride = n
        places = Array(0..<n + m)
    }

    /// The elements that are seen, row by row.
    package var elements: [Float] {
        let columns = places[..<trainCount]
        return places.flatMap { row in columns.map { values.start[row * stride + $0] } }
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
        diagonal = train.map { whole.diagonal[$0] }
        stride = whole.stride
        places = (train + others).map { whole.places[$0] }
    }

    /// The kernel of a row with a training row.
    public subscript(row: Int, column: Int) -> Double {
        precondition(
            row >= 0 && row < trainCount + otherCount && column >= 0 && column < trainCount,
            "no element at (\(row), \(column)) of \(trainCount + otherCount) × \(trainCount)")
        return Double(values.start[places[row] * stride + places[column]])
    }

    /// The kernel of some rows with some training rows, as a matrix.
    ///
    /// O(rows × columns).
    public func block(rows: Range<Int>, columns: Range<Int>) -> Matrix {
        block(rows: rows, columns: Array(columns))
    }

    /// The same with training rows in any order.
    func block(rows: Range<Int>, columns: [Int]) -> Matrix {
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
}
