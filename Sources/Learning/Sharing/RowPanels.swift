import CVectorLoops
import LinearAlgebra
import Machine

/// Rows for solvers that read all of them repeatedly, in panels of ``height`` rows.
///
/// In each panel, the rows are stored column by column.
///
/// A loop over a panel reads one column of several rows in one vector instruction, and goes through memory
/// sequentially. A matrix stores rows one after the other and must be rearranged for this; BLAS does so for each
/// product. Views of the first columns of wider rows share their memory.
///
/// Images under an ``AffineMap`` are computed a few panels at a time, without a row-major copy.
public struct RowPanels: Sendable {
    /// The number of rows per panel.
    public static let height = Int(TRELLIS_PANEL)

    /// The number of rows.
    public let rows: Int

    /// The number of columns.
    public let columns: Int

    /// The elements, panel after panel, column by column, with a fixed number of runs per block; the last panel is
    /// padded with zeros.
    ///
    /// Blocks have a fixed size, so that their memory is reused for folds with any number of rows.
    private let blocks: [ElementBuffer<Double>]

    /// The number of columns in ``blocks``; the rows are the first of them.
    private let storedColumns: Int

    /// The sum of each column's squares: infinite or NaN if an element is, or if a square exceeds a `Double`.
    private let columnSquares: [Double]

    /// Creates panels of the rows of a matrix.
    ///
    /// - Complexity: O(rows × columns).
    public init(_ x: Matrix) {
        self.init(rows: x.rows, columns: x.columns) { x.rows($0) }
    }

    /// Creates panels of the rows of a matrix at the given indices, in that order.
    ///
    /// - Complexity: O(indices × columns).
    public init(_ x: Matrix, at indices: [Int]) {
        self.init(rows: indices.count, columns: x.columns) { x.rows(at: Array(indices[$0])) }
    }

    /// Creates panels of the images of the rows of `x` at the given indices, in that order.
    ///
    /// - Complexity: O(indices × columns × outputs), or O(indices × columns) for a diagonal map.
    public init(_ map: AffineMap, of x: Matrix, at indices: [Int]) {
        self.init(rows: indices.count, columns: map.outputCount) {
            map.images(ofFew: x.rows(at: Array(indices[$0])))
        }
    }

    /// Creates panels of rows that `make` returns a range at a time.
    private init(rows: Int, columns: Int, _ make: @Sendable (_ range: Range<Int>) -> Matrix) {
        self.init(rows: rows, columns: columns) { range, target in
            let some = make(range)
            guard some.rows == range.count && some.columns == columns else {
                fatalError("every row must have all columns")
            }
            some.withUnsafeValues { trellis_pack($0.baseAddress, range.count, columns, target) }
        }
    }

    /// Creates panels of rows that `write` writes a range at a time, a whole number of panels from the given address.
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
        let squares = Cores.map(runs, operations: 100 * rows * columns) { run in
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

    /// Returns the first `count` columns of the rows, without copying.
    public func firstColumns(_ count: Int) -> RowPanels {
        guard count >= 0 && count <= columns else {
            fatalError("cannot take the first \(count) of \(columns) columns")
        }
        return RowPanels(firstColumns: count, of: self)
    }

    /// The distance between the first elements of consecutive panels.
    public var stride: Int { storedColumns * Self.height }

    /// The runs of panels to read one after the other, each small enough for the second-level cache.
    public var runs: Range<Int> { 0..<(rows + runHeight - 1) / runHeight }

    /// Returns the rows of a run.
    public func range(ofRun run: Int) -> Range<Int> { run * runHeight..<min((run + 1) * runHeight, rows) }

    /// The maximum number of rows of a run, large enough to amortise the setup of each run.
    var runHeight: Int { Self.runHeight(columns: storedColumns) }

    /// Calls `body` with a run's elements: panel after panel, at a distance of ``stride``, and in each panel column
    /// after column, at a distance of ``height``.
    public func withUnsafeRun<Result>(
        _ run: Int, _ body: (UnsafePointer<Double>) throws -> Result
    ) rethrows -> Result {
        guard runs.contains(run) else {
            fatalError("run \(run) is not one of \(runs.count)")
        }
        let runsInBlock = Self.blockHeight(columns: storedColumns) / runHeight
        let block = blocks[run / runsInBlock]
        defer { withExtendedLifetime(block) {} }
        return try body(UnsafePointer(block.start) + run % runsInBlock * runHeight * storedColumns)
    }

    /// The sum of the squares of all elements: infinite or NaN if an element is, or if a square exceeds a `Double`.
    var sumOfSquares: Double { columnSquares.reduce(0, +) }

    /// All rows as a matrix.
    ///
    /// - Complexity: O(rows × columns).
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

    /// Returns the rows of a run as a matrix.
    ///
    /// - Complexity: O(rows of the run × columns).
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

    /// Returns a number of rows, rounded up to whole panels.
    static func padded(_ rows: Int) -> Int { (rows + height - 1) / height * height }

    private static func runHeight(columns: Int) -> Int {
        height * min(14, max(6, 131_072 / max(1, columns) / height))
    }

    /// Returns the number of rows per block, in whole runs: eight megabytes, at which memory comes in large pages.
    private static func blockHeight(columns: Int) -> Int {
        let run = runHeight(columns: columns)
        return run * max(1, (1 << 20) / (run * max(1, columns)))
    }
}

extension RowPanels {
    /// The memory of all elements, block by block, including the padding; nil if the rows are the first columns of
    /// wider rows.
    package var storage: [UnsafeRawBufferPointer]? {
        columns == storedColumns ? blocks.map { UnsafeRawBufferPointer($0.elements) } : nil
    }

    /// Returns the number of blocks of ``storage``.
    package static func blockCount(rows: Int, columns: Int) -> Int {
        let height = blockHeight(columns: columns)
        return (rows + height - 1) / height
    }

    /// Creates rows from elements laid out as ``storage``, including the padding; nil if the number of elements
    /// differs.
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
