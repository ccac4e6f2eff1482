import LinearAlgebra

/// Rows of a kernel matrix computed on demand from the examples, for a matrix that is too large or must not be rounded.
struct ComputedRows<Element: KernelElement>: KernelRows {
    private let function: KernelFunction

    /// The examples, in blocks whose products with the rows of a batch fit in the cache.
    private let blocks: [Matrix]
    private static var blockHeight: Int { 512 }

    private let norms: [Double]
    let diagonal: [Double]

    /// Large enough for BLAS-3 speed, small enough that most rows read ahead are used.
    let rowsPerReading = 24

    /// Copies the given rows of a matrix.
    init(_ x: Matrix, rows: [Int], function: KernelFunction) {
        self.function = function
        blocks = stride(from: 0, to: rows.count, by: Self.blockHeight).map { start in
            x.rows(at: Array(rows[start..<min(start + Self.blockHeight, rows.count)]))
        }
        norms = blocks.flatMap(\.squaredRowNorms)
        diagonal = norms.map(function.ofRowWithItself(norm:))
    }

    var count: Int { norms.count }

    func read(_ rows: [Int], into targets: [UnsafeMutablePointer<Element>]) throws {
        let selected = examples(rows)
        let scratch = WorkBuffer<Double>(uninitialized: Self.blockHeight)
        var (first, isFinite) = (0, true)
        for block in blocks {
            selected.timesTransposed(block).withUnsafeValues { products in
                for (index, row) in rows.enumerated() {
                    guard let source = products.baseAddress else { return }
                    let isRepresentable = function.write(
                        ofProducts: source + index * block.rows, norm: norms[row], norms: norms[first...],
                        count: block.rows, scratch: scratch.start, into: targets[index] + first)
                    isFinite = isRepresentable && isFinite
                }
            }
            first += block.rows
        }
        guard isFinite else { throw LearningError.kernelOverflow(step: SVC.kind) }
        for (row, target) in zip(rows, targets) { target[row] = Element(diagonal[row]) }
    }

    /// Returns a copy of some examples.
    private func examples(_ rows: [Int]) -> Matrix {
        let columns = blocks.first?.columns ?? 0
        return Matrix(rows: rows.count, columns: columns) { target in
            for (place, row) in rows.enumerated() {
                let (block, inside) = row.quotientAndRemainder(dividingBy: Self.blockHeight)
                blocks[block].withUnsafeValues { source in
                    for column in 0..<columns {
                        target.initializeElement(
                            at: place * columns + column, to: source[inside * columns + column])
                    }
                }
            }
        }
    }
}
