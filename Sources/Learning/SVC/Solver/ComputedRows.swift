import LinearAlgebra

/// Rows of a kernel matrix that is too large for memory or wanted in full precision, computed from the examples when asked for.
struct ComputedRows<Element: KernelElement>: KernelRows {
    private let function: KernelFunction
    private let examples: Matrix

    /// The examples again, cut into blocks: their products with the rows of a reading stay in the cache.
    private let blocks: [Matrix]
    private static var blockHeight: Int { 512 }

    private let norms: [Double]
    let diagonal: [Double]

    /// Enough for the product to run at BLAS-3 speed, few enough that most rows read ahead are used.
    let rowsPerReading = 24

    init(_ examples: Matrix, function: KernelFunction) {
        (self.examples, self.function) = (examples, function)
        blocks = stride(from: 0, to: examples.rows, by: Self.blockHeight).map { start in
            examples.rows(start..<min(start + Self.blockHeight, examples.rows))
        }
        norms = examples.squaredRowNorms
        diagonal = norms.map(function.ofRowWithItself(norm:))
    }

    var count: Int { examples.rows }

    func read(_ rows: [Int], into targets: [UnsafeMutablePointer<Element>]) throws {
        let wanted = examples.rows(at: rows)
        let scratch = WorkBuffer<Double>(uninitialized: Self.blockHeight)
        var (first, isFinite) = (0, true)
        for block in blocks {
            wanted.timesTransposed(block).withUnsafeValues { products in
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
}
