import CVectorLoops
import LinearAlgebra

/// Rows for solvers that read all of them again and again: in panels of ``height`` rows, in each of which the rows lie side
/// by side, column by column.
///
/// A loop over a panel takes one column's elements of several rows in one vector instruction, and goes through memory from
/// end to end. A matrix, whose rows lie one after the other, has to be rearranged for that; BLAS does it anew for each
/// product. The first columns of wider rows share their memory.
///
/// Rows that an ``AffineMap`` gives are computed a few panels at a time: they never exist one after the other.
public struct RowPanels: Sendable {
    /// The rows of a panel.
    public static let height = Int(TRELLIS_PANEL)

    /// The number of rows.
    public let rows: Int

    /// The number of columns.
    public let columns: Int

    /// Panel after panel, column by column, so many runs in each block; the last panel is padded with zeros.
    ///
    /// Blocks of one size, rather than one of all, serve folds of any number of rows one after the other.
    private let blocks: [ElementBuffer<Double>]

    /// The columns in ``blocks``, of which these are the first.
    private let storedColumns: Int

    /// The sum of each column's squares: infinite or NaN where an element is, or a square exceeds a `Double`.
    private let columnSquares: [Double]

    /// The rows of a matrix.
    ///
    /// O(rows × columns).
    public init(_ x: Matrix) {
        self.init(rows: x.rows, columns: x.columns) { x.rows($0) }
    }

    /// The rows of a matrix at the given indices, in that order.
    ///
    /// O(indices × columns).
    public init(_ x: Matrix, at indices: [Int]) {
        self.init(rows: indices.count, columns: x.columns) { x.rows(at: Array(indices[$0])) }
    }

    /// The images of the rows of `x` at the given indices, in that order.
    ///
    /// O(indices × columns × outputs), of a diagonal map O(indices × columns).
    public init(_ map: AffineMap, of x: Matrix, at indices: [Int]) {
        self.init(rows: indices.count, columns: map.outputCount) {
            map.images(ofFew: x.rows(at: Array(indices[$0])))
        }
    }

    /// Rows of which `make` makes some at a time.
    private init(rows: Int, columns: Int, _ make: @Sendable (_ range: Range<Int>) -> Matrix) {
        self.init(rows: rows, columns: columns) { range, target in
            let some = make(range)
            guard some.rows == range.count && some.columns == columns else {
                fatalError("panels need all of their columns")
            }
            some.withUnsafeValues { trellis_pack($0.baseAddress, range.count, columns, target) }
        }
    }

    /// Rows that `write` writes some at a time, a whole number of panels from where it is told.
    private init(
        rows: Int, columns: Int,
        _ write: @Sendable (_ range: Range<Int>, UnsafeMutablePointer<Double>) -> Void
    ) {
        (self.rows, self.columns, storedColumns) = (rows, columns, columns)
        let blockHeight = Self.blockHeight(columns: columns)
        let blocks = Swift.stride(from: 0, to: rows, by: blockHeight).map { first in
            ElementBuffer<Double>(count: Self.padded(min(blockHeight, rows - first)) * columns)
        }
        let runHeight = Self.runHeight(columns: columns)
        let runs = (rows + runHeight - 1) / runHeight
        let squares = BLASThreads.map(runs, operations: 100 * rows * columns) { run in
            let range = run * runHeight..<min((run + 1) * runHeight, rows)
            let block = range.lowerBound / blockHeight
            let target = blocks[block].start + (range.lowerBound - block * blockHeight) * columns
            write(range, target)
            var squares = [Double](repeating: 0, count: columns)
            squares.withUnsafeMutableBufferPointer {
                trellis_add_column_squares(
                    target, Self.padded(range.count) / Self.height, columns, $0.baseAddress)
            }
            return squares
        }
        self.blocks = blocks
        columnSquares = squares.reduce(into: [Double](repeating: 0, count: columns)) { $0.add($1) }
    }

    private init(firstColumns count: Int, of wider: RowPanels) {
        (rows, columns) = (wider.rows, count)
        (blocks, storedColumns) = (wider.blocks, wider.storedColumns)
        columnSquares = Array(wider.columnSquares.prefix(count))
    }

    /// The rows' first `count` columns, which are not copied.
    public func firstColumns(_ count: Int) -> RowPanels {
        guard count >= 0 && count <= columns else {
            fatalError("no first \(count) of \(columns) columns")
        }
        return RowPanels(firstColumns: count, of: self)
    }

    /// The distance from one panel's first element to the next's.
    public var stride: Int { storedColumns * Self.height }

    /// The runs of panels to read one after the other, each as large as stays in the second-level cache.
    public var runs: Range<Int> { 0..<(rows + runHeight - 1) / runHeight }

    /// The rows of a run.
    public func range(ofRun run: Int) -> Range<Int> { run * runHeight..<min((run + 1) * runHeight, rows) }

    /// The most rows of a run: many, so that what is begun anew for each is begun seldom.
    var runHeight: Int { Self.runHeight(columns: storedColumns) }

    /// Calls `body` with a run's elements: panel after panel, each ``stride`` after the one before, and in a panel column
    /// after column, each ``height`` after the one before.
    public func withUnsafeRun<Result>(
        _ run: Int, _ body: (UnsafePointer<Double>) throws -> Result
    ) rethrows -> Result {
        guard runs.contains(run) else {
            fatalError("no run \(run) of \(runs.count)")
        }
        let runsInBlock = Self.blockHeight(columns: storedColumns) / runHeight
        let block = blocks[run / runsInBlock]
        defer { withExtendedLifetime(block) {} }
        return try body(UnsafePointer(block.start) + run % runsInBlock * runHeight * storedColumns)
    }

    /// The sum of all elements' squares: infinite or NaN if an element is or a square exceeds a `Double`.
    var sumOfSquares: Double { columnSquares.reduce(0, +) }

    /// All rows, one after the other.
    ///
    /// O(rows × columns).
    public var matrix: Matrix {
        Matrix(rows: rows, columns: columns) { target in
            var place = 0
            for run in runs {
                rows(ofRun: run).withUnsafeValues { values in
                    for value in values {
                        target.initializeElement(at: place, to: value)
                        place += 1
                    }
                }
            }
        }
    }

    /// The rows of a run, one after the other.
    ///
    /// O(rows of the run × columns).
    public func rows(ofRun run: Int) -> Matrix {
        let count = range(ofRun: run).count
        return Matrix(rows: count, columns: columns) { target in
            withUnsafeRun(run) { source in
                for row in 0..<count {
                    let start = row / Self.height * stride + row % Self.height
                    for column in 0..<columns {
                        target.initializeElement(
                            at: row * columns + column, to: source[start + column * Self.height])
                    }
                }
            }
        }
    }

    /// A number of rows, rounded up to whole panels.
    static func padded(_ rows: Int) -> Int { (rows + height - 1) / height * height }

    private static func runHeight(columns: Int) -> Int {
        height * min(14, max(6, 131_072 / max(1, columns) / height))
    }

    /// The rows of a block, whole runs of them: eight megabytes, from which on memory comes in large pages.
    private static func blockHeight(columns: Int) -> Int {
        let run = runHeight(columns: columns)
        return run * max(1, (1 << 20) / (run * max(1, columns)))
    }
}

extension RowPanels {
    /// All elements as they lie in memory, block by block, with those of the padding; nil where the rows are the first
    /// columns of others.
    package var storage: [UnsafeRawBufferPointer]? {
        columns == storedColumns ? blocks.map { UnsafeRawBufferPointer($0.elements) } : nil
    }

    /// How many blocks ``storage`` has.
    package static func blockCount(rows: Int, columns: Int) -> Int {
        let height = blockHeight(columns: columns)
        return (rows + height - 1) / height
    }

    /// Rows whose elements, with those of the padding, lie as ``storage`` has them; nil if they are not as many.
    package init?(rows: Int, columns: Int, storage: [UnsafeRawBufferPointer]) {
        guard rows >= 0, columns >= 0 else { return nil }
        let height = Self.blockHeight(columns: columns)
        let rowBytes = columns * MemoryLayout<Double>.stride
        let sizes = Swift.stride(from: 0, to: rows, by: height).map { first in
            Self.padded(min(height, rows - first)) * rowBytes
        }
        guard storage.map(\.count) == sizes else { return nil }
        nonisolated(unsafe) let storage = storage  // only read
        self.init(rows: rows, columns: columns) { range, target in
            let start = range.lowerBound % height * rowBytes
            let bytes = Self.padded(range.count) * rowBytes
            let panels = storage[range.lowerBound / height][start..<start + bytes]
            UnsafeMutableRawBufferPointer(start: target, count: bytes).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: panels))
        }
    }
}
