extension Matrix {
    /// Copies the lower triangle of a square matrix to the upper.
    ///
    /// - Complexity: O(rows²).
    mutating func mirrorLowerTriangle() {
        let side = rows
        withUnsafeMutableValues { values in
            guard let start = values.baseAddress else { return }
            mirror(start, side: side)
        }
    }
}

/// Copies the lower triangle of a square matrix of single precision to the upper.
///
/// - Complexity: O(side²).
package func mirrorLowerTriangle(_ start: UnsafeMutablePointer<Float>, side: Int) {
    mirror(start, side: side)
}

/// Copies the lower triangle of a square matrix to the upper.
///
/// Works in blocks small enough that a block and its mirror image fit in the first-level cache.
@inline(__always)
private func mirror<Element: SIMDScalar & BitwiseCopyable>(
    _ start: UnsafeMutablePointer<Element>, side: Int
) {
    let block = 32
    for top in stride(from: 0, to: side, by: block) {
        let bottom = min(top + block, side)
        for left in stride(from: 0, to: top, by: block) {
            transpose(start, side, rows: top..<bottom, columns: left..<left + block)
        }
        for row in top..<bottom {
            for column in top..<row { start[column &* side &+ row] = start[row &* side &+ column] }
        }
    }
}

/// Copies a block of a square matrix to its mirror image, in tiles of 4 × 4, with vector loads and stores.
///
/// The number of columns must be a multiple of 4.
@inline(__always)
private func transpose<Element: SIMDScalar & BitwiseCopyable>(
    _ start: UnsafeMutablePointer<Element>, _ side: Int, rows: Range<Int>, columns: Range<Int>
) {
    typealias Vector = SIMD4<Element>
    let (base, bytes) = (UnsafeMutableRawPointer(start), MemoryLayout<Element>.stride)
    @inline(__always) func load(_ row: Int, _ column: Int) -> Vector {
        base.loadUnaligned(fromByteOffset: (row &* side &+ column) &* bytes, as: Vector.self)
    }
    @inline(__always) func store(_ value: Vector, _ row: Int, _ column: Int) {
        base.storeBytes(of: value, toByteOffset: (row &* side &+ column) &* bytes, as: Vector.self)
    }
    let tiled = rows.lowerBound + rows.count / 4 * 4
    for row in stride(from: rows.lowerBound, to: tiled, by: 4) {
        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: 4) {
            let (a, b) = (load(row, column), load(row &+ 1, column))
            let (c, d) = (load(row &+ 2, column), load(row &+ 3, column))
            store(Vector(a[0], b[0], c[0], d[0]), column, row)
            store(Vector(a[1], b[1], c[1], d[1]), column &+ 1, row)
            store(Vector(a[2], b[2], c[2], d[2]), column &+ 2, row)
            store(Vector(a[3], b[3], c[3], d[3]), column &+ 3, row)
        }
    }
    for row in tiled..<rows.upperBound {
        for column in columns { start[column &* side &+ row] = start[row &* side &+ column] }
    }
}
