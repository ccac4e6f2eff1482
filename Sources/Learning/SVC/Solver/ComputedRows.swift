import CVectorLoops
import LinearAlgebra

/// Rows of a kernel matrix that is too large for memory, computed from the examples when asked for.
struct ComputedRows: KernelRows {
    private let examples: Matrix
    private let function: KernelFunction
    private let norms: [Double]
    let diagonal: [Double]

    /// Enough for the product to run at BLAS-3 speed, few enough that most rows read ahead are used.
    let rowsPerReading = 16

    init(_ examples: Matrix, function: KernelFunction) {
        (self.examples, self.function) = (examples, function)
        norms = examples.squaredRowNorms
        diagonal = norms.map(function.ofRowWithItself(norm:))
    }

    var count: Int { examples.rows }

    func read(_ rows: [Int], into targets: [UnsafeMutablePointer<Float>]) throws {
        let products = examples.rows(at: rows).timesTransposed(examples)
        let kernel = function.gram(
            innerProducts: products, leftNorms: rows.map { norms[$0] }, rightNorms: norms)
        try kernel.withUnsafeValues { values in
            guard let start = values.baseAddress else { return }
            for (index, row) in rows.enumerated() {
                guard trellis_round(start + index * count, targets[index], count) else {
                    throw LearningError.kernelOverflow
                }
                targets[index][row] = Float(diagonal[row])
            }
        }
    }
}
