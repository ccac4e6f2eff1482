import CVectorLoops

/// What the elements of kernel rows are: `Float` or `Double`.
///
/// libsvm keeps them as `Float`, and its answers are those of the rounded matrix. To a tiny tolerance that may not have an
/// end: of linearly dependent rows the rounded matrix is not positive semi-definite any more.
protocol KernelElement: BinaryFloatingPoint & BitwiseCopyable {
    /// Takes of a row the elements at `count` ascending positions, in their order; the target may be the row's front.
    static func take(
        _ row: UnsafePointer<Self>, _ positions: [Int32], into target: UnsafeMutablePointer<Self>)

    /// Adds a multiple of a row of `count` elements to sums.
    static func add(
        _ row: UnsafePointer<Self>, times factor: Double, _ count: Int, to sums: UnsafeMutablePointer<Double>)

    /// The sum of the products of a row of `count` elements with as many factors.
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
