import COpenBLAS

/// Products of rows with one matrix, in which equal rows have equal results wherever they stand.
///
/// Some of OpenBLAS's kernels (Haswell's) add up the products of an odd last row in another order than those of the
/// rows before it. Which row is last must not decide whether two rows tie, and so no call has an odd number of rows.
struct RowProduct {
    /// The elements of a row.
    let inner: Int

    /// The matrix, inner × width, or its transpose.
    let right: UnsafePointer<Double>
    let isTransposed: Bool

    /// The elements of a result.
    let width: Int

    /// Writes the products of rows that follow each other; of the results each begins `stride` after the one before.
    func write(
        _ rows: UnsafePointer<Double>, rows count: Int, to target: UnsafeMutablePointer<Double>, stride: Int
    ) {
        let even = count & ~1
        if even > 0 { multiply(rows, even, target, stride) }
        guard even < count else { return }
        // The last row beside itself, so that nothing is written twice.
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * (inner + width)) { room in
            guard let pair = room.baseAddress else { return }
            let results = pair + 2 * inner
            for copy in 0..<2 { (pair + copy * inner).initialize(from: rows + even * inner, count: inner) }
            results.initialize(repeating: 0, count: 2 * width)
            multiply(pair, 2, results, width)
            (target + even * stride).initialize(from: results, count: width)
        }
    }

    private func multiply(
        _ rows: UnsafePointer<Double>, _ count: Int, _ target: UnsafeMutablePointer<Double>, _ stride: Int
    ) {
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, isTransposed ? CblasTrans : CblasNoTrans, Int32(count),
            Int32(width), Int32(inner), 1, rows, Int32(inner), right, Int32(isTransposed ? inner : width),
            0, target, Int32(stride))
    }
}
