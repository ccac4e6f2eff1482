import LinearAlgebra
import Machine
import Synchronization

/// Gram matrices of rows and of their products.
extension GramMatrix {
    /// Computes the Gram matrix of rows from their products.
    ///
    /// - Complexity: O(n²), multiplied by the number of columns if the products are not stored.
    /// - Throws: ``LearningError/kernelOverflow(step:)`` if the kernel of training rows exceeds a `Float`.
    package init(_ kernel: KernelFunction, of products: RowProducts) throws {
        switch products.train {
        case .products(let matrix):
            try self.init(kernel, products.others) { ($0.lowerBound, matrix) }
        case .rows(let train):
            try self.init(kernel, products.others, rows: train)
        }
    }

    /// Computes the Gram matrix of rows, without ever storing all their products.
    ///
    /// - Complexity: O(n² columns).
    /// - Throws: ``LearningError/kernelOverflow(step:)``.
    public init(_ kernel: KernelFunction, train: Matrix, others: Matrix) throws {
        try self.init(kernel, OtherProducts(train: train, others: others, isHeld: false), rows: train)
    }

    private init(_ kernel: KernelFunction, _ others: OtherProducts, rows train: Matrix) throws {
        try self.init(kernel, others) { panel in
            (0, train.rows(panel).timesTransposed(train.rows(0..<panel.upperBound)))
        }
    }

    /// Computes the Gram matrix of training rows and others, from their products and norms.
    ///
    /// - Parameter products: Returns, for a panel of training rows, a matrix and the row in it at which the panel's
    ///   products start. It has at least the products up to the panel's end.
    private init(
        _ kernel: KernelFunction, _ others: OtherProducts,
        products: @Sendable (_ panel: Range<Int>) -> (first: Int, matrix: Matrix)
    ) throws {
        let norms = others.trainNorms
        let n = norms.count
        let overflow = Atomic(false)
        let values = Self.buffer(count: n * n)
        let panels = Self.panels(of: n)
        // The last rows have the most elements; starting with them leaves fewer cores idle at the end.
        Cores.forEach(panels.count, operations: n * n) { index in
            let panel = panels[panels.count - 1 - index]
            let (first, matrix) = products(panel)
            let buffer = WorkBuffer<Double>(uninitialized: n)
            matrix.withUnsafeValues { source in
                guard let source = source.baseAddress else { return }
                for row in panel {
                    let isRepresentable = kernel.rounded(
                        ofProducts: source + (first + row - panel.lowerBound) * matrix.columns,
                        norm: norms[row], norms: norms[...], count: row + 1,  // the rest is its mirror image
                        scratch: buffer.start, into: values.start + row * n)
                    if !isRepresentable { overflow.store(true, ordering: .relaxed) }
                }
            }
        }
        if overflow.load(ordering: .relaxed) { throw LearningError.kernelOverflow(step: nil) }
        mirrorLowerTriangle(values.start, side: n)
        self.init(kernel, values, diagonal: norms.map(kernel.ofRowWithItself(norm:)), others: others)
    }

    /// Returns the rows in panels of the height of products.
    private static func panels(of count: Int) -> [Range<Int>] {
        Swift.stride(from: 0, to: count, by: Matrix.panelHeight).map { first in
            first..<min(first + Matrix.panelHeight, count)
        }
    }
}
