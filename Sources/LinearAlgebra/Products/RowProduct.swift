import COpenBLAS

/// Products of rows with one matrix, in which equal rows have equal results wherever they stand.
///
/// OpenBLAS's kernels take rows several at a time, and some add up the products of those that are left over in another
/// order: Haswell's those of an odd last row, SkylakeX's those of the last few of 24. Which row is last must not decide
/// whether two rows tie. No call has therefore a number of rows that is not a multiple of ``tile``.
///
/// SkylakeX's kernels also take small products, and among them those with a transposed matrix, another way that depends on
/// the number of rows. Products that are small for a tile of rows are therefore made of calls that are all small, with a
/// matrix that is not transposed.
struct RowProduct {
    /// The elements of a row.
    let inner: Int

    /// The matrix, inner × width, or its transpose.
    let right: UnsafePointer<Double>
    let isTransposed: Bool

    /// The elements of a result.
    let width: Int

    /// The rows that every kernel takes at a time, or a multiple of them.
    static let tile = 24

    /// The most multiplications of a product that OpenBLAS's kernels take for small.
    private static let mostOfSmall = 1_000_000

    /// Writes the products of rows that follow each other; of the results each begins `stride` after the one before.
    func write(
        _ rows: UnsafePointer<Double>, rows count: Int, to target: UnsafeMutablePointer<Double>, stride: Int
    ) {
        let tilesOfSmall = Self.mostOfSmall / max(1, Self.tile * inner * width)
        guard tilesOfSmall > 0 else { return write(rows, count, count, target, stride) }
        let height = Self.tile * tilesOfSmall
        guard isTransposed else { return write(rows, count, height, target, stride) }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: inner * width) { copy in
            guard let start = copy.baseAddress else { return }
            for place in 0..<inner {
                for column in 0..<width {
                    (start + place * width + column).initialize(to: right[column * inner + place])
                }
            }
            RowProduct(inner: inner, right: start, isTransposed: false, width: width)
                .write(rows, count, height, target, stride)
        }
    }

    /// Writes the products by calls of at most `height` rows.
    private func write(
        _ rows: UnsafePointer<Double>, _ count: Int, _ height: Int, _ target: UnsafeMutablePointer<Double>,
        _ stride: Int
    ) {
        let whole = count / Self.tile * Self.tile
        for first in Swift.stride(from: 0, to: whole, by: max(1, height)) {
            let some = min(height, whole - first)
            multiply(rows + first * inner, some, target + first * stride, stride)
        }
        guard whole < count else { return }
        // The rows that are left over, in a tile of their own.
        let (left, tile) = (count - whole, Self.tile)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: tile * (inner + width)) { room in
            guard let copies = room.baseAddress else { return }
            copies.initialize(from: rows + whole * inner, count: left * inner)
            (copies + left * inner).initialize(repeating: 0, count: (tile - left) * inner)
            let results = copies + tile * inner
            results.initialize(repeating: 0, count: tile * width)
            multiply(copies, tile, results, width)
            for row in 0..<left {
                (target + (whole + row) * stride).initialize(from: results + row * width, count: width)
            }
        }
    }

    private func multiply(
        _ rows: UnsafePointer<Double>, _ count: Int, _ target: UnsafeMutablePointer<Double>, _ stride: Int
    ) {
        OpenBLAS.call {
            cblas_dgemm(
                CblasRowMajor, CblasNoTrans, isTransposed ? CblasTrans : CblasNoTrans, Int32(count),
                Int32(width), Int32(inner), 1, rows, Int32(inner), right, Int32(isTransposed ? inner : width),
                0, target, Int32(stride))
        }
    }
}
