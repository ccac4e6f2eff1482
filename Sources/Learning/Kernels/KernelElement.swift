import CVectorLoops

/// The element type of kernel rows: `Float` or `Double`.
///
/// libsvm stores elements as `Float`, so its solutions are those of the rounded matrix. With a tiny tolerance, that
/// solver may not terminate: if rows are linearly dependent, the rounded matrix is not positive semi-definite.
protocol KernelElement: BinaryFloatingPoint & BitwiseCopyable {
    /// Copies a row's elements at `count` ascending positions; the target may be the start of the row itself.
    static func take(
        _ row: UnsafePointer<Self>, _ positions: [Int32], into target: UnsafeMutablePointer<Self>)

    /// Adds a multiple of a row of `count` elements to sums.
    static func add(
        _ row: UnsafePointer<Self>, times factor: Double, _ count: Int, to sums: UnsafeMutablePointer<Double>)

    /// Returns the inner product of a row of `count` elements with as many factors.
    static func product(_ row: UnsafePointer<Self>, _ factors: UnsafePointer<Double>, _ count: Int) -> Double
}

extension Float: KernelElement {
    static func take(
        _ row: UnsafePointer<Float>, _ positions: [Int32], into target: UnsafeMutablePointer<Float>
    ) {
        trellis_take(row, positions, positions.count, target)
    }

    static func add(
        _ row: UnsafePointer<Float>, times factor: Double, _ count: Int, to sums: UnsafeMutablePointer<Double>
    ) {
        trellis_add_row(row, factor, count, sums)
    }

    static func product(_ row: UnsafePointer<Float>, _ factors: UnsafePointer<Double>, _ count: Int) -> Double
    {
        trellis_row_times(row, factors, count)
    }
}

extension Double: KernelElement {
    static func take(
        _ row: UnsafePointer<Double>, _ positions: [Int32], into target: UnsafeMutablePointer<Double>
    ) {
        trellis_take_double(row, positions, positions.count, target)
    }

    static func add(
        _ row: UnsafePointer<Double>, times factor: Double, _ count: Int,
        to sums: UnsafeMutablePointer<Double>
    ) {
        trellis_add_double_row(row, factor, count, sums)
    }

    static func product(
        _ row: UnsafePointer<Double>, _ factors: UnsafePointer<Double>, _ count: Int
    ) -> Double {
        trellis_double_row_times(row, factors, count)
    }
}
