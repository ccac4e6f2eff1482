import COpenBLAS

/// The product of rows with a matrix, in which equal rows have bitwise identical results regardless of their
/// positions.
///
/// OpenBLAS's kernels process several rows at a time, and some kernels add the products of the remaining rows in a
/// different order: the Haswell kernel for an odd last row, the SkylakeX kernel for the last rows that do not fill a
/// group of 24. The position of a row must not decide whether two rows tie. The number of rows of every call is
/// therefore a multiple of ``tile``.
///
/// The SkylakeX kernels also have a different code path for small products and for small products with a transposed
/// matrix, which depends on the number of rows. Products that are small for one tile are therefore divided into calls
/// that are all small, with a matrix that is not transposed.
struct RowProduct {
    /// The number of elements of a row.
    let inner: Int

    /// The inner × width matrix, or its transpose.
    let right: UnsafePointer<Double>
    let isTransposed: Bool

    /// The number of elements of a result.
    let width: Int

    /// A multiple of the number of rows that each kernel processes at a time.
    static let tile = 24

    /// The maximum number of multiplications of a product that OpenBLAS treats as small.
    private static let maxSmallProduct = 1_000_000

    /// Writes the products of contiguous rows; results are `stride` elements apart.
    func write(
        _ rows: UnsafePointer<Double>, rows count: Int, to target: UnsafeMutablePointer<Double>, stride: Int
    ) {
        let tilesPerCall = Self.maxSmallProduct / max(1, Self.tile * inner * width)
        guard tilesPerCall > 0 else { return write(rows, count, count, target, stride) }
        let height = Self.tile * tilesPerCall
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

    /// Writes the products with calls of at most `height` rows.
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
        // Copy the remaining rows to a padded tile.
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
