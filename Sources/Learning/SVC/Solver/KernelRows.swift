/// The source of the rows of a kernel matrix of n examples for the solver.
///
/// Elements are rounded to `Float`, as in libsvm. The rows that a solution needs then fit in the second-level cache,
/// and a source that computes an element differently, by a unit in the last place of a `Double`, yields the same
/// problem.
protocol KernelRows {
    associatedtype Element: KernelElement

    /// The number of examples, n.
    var count: Int { get }

    /// The kernel of each example with itself.
    var diagonal: [Double] { get }

    /// The preferred number of rows per read; where rows come from one matrix product, several cost little more than
    /// one.
    var rowsPerReading: Int { get }

    /// Reads the given rows, of n elements each, into one target each.
    ///
    /// - Throws: ``LearningError/kernelOverflow(step:)`` if an element is NaN or exceeds a `Float`.
    func read(_ rows: [Int], into targets: [UnsafeMutablePointer<Element>]) throws

    /// Reads one row.
    ///
    /// - Throws: The errors of ``read(_:into:)-([Int],_)``.
    func read(_ row: Int, into target: UnsafeMutablePointer<Element>) throws

    /// Reads the elements of one row at ascending positions.
    ///
    /// - Throws: The errors of ``read(_:into:)-([Int],_)``.
    func read(_ row: Int, at positions: [Int32], into target: UnsafeMutablePointer<Element>) throws

    /// Returns a row's own memory, if the row is contiguous in memory and a whole vector beyond its end is readable.
    /// The result is nil for all rows or for none.
    func inPlace(_ row: Int) -> UnsafePointer<Element>?

    /// Calls `body` with the index of each given row and the sum of its products with n factors.
    ///
    /// - Throws: The errors of ``read(_:into:)-([Int],_)``.
    func multiply(
        _ rows: [Int], by factors: UnsafePointer<Double>, _ body: (_ row: Int, _ sum: Double) -> Void
    ) throws

    /// Adds a multiple of each given row to n sums.
    ///
    /// - Throws: The errors of ``read(_:into:)-([Int],_)``.
    func add(_ rows: [Int], times factors: [Double], to sums: UnsafeMutablePointer<Double>) throws
}

extension KernelRows {
    func read(_ row: Int, into target: UnsafeMutablePointer<Element>) throws {
        try read([row], into: [target])
    }

    func read(_ row: Int, at positions: [Int32], into target: UnsafeMutablePointer<Element>) throws {
        let scratch = WorkBuffer<Element>(uninitialized: count)
        try read(row, into: scratch.start)
        Element.take(scratch.start, positions, into: target)
    }

    func inPlace(_ row: Int) -> UnsafePointer<Element>? { nil }

    func multiply(
        _ rows: [Int], by factors: UnsafePointer<Double>, _ body: (_ row: Int, _ sum: Double) -> Void
    ) throws {
        try forEach(of: rows) { place, elements in
            body(rows[place], Element.product(elements, factors, count))
        }
    }

    func add(_ rows: [Int], times factors: [Double], to sums: UnsafeMutablePointer<Double>) throws {
        try forEach(of: rows) { place, elements in
            Element.add(elements, times: factors[place], count, to: sums)
        }
    }

    /// Calls `body` with the index and the elements of each given row, reading several rows at a time.
    private func forEach(
        of rows: [Int], _ body: (_ place: Int, _ elements: UnsafePointer<Element>) -> Void
    ) throws {
        let scratch = WorkBuffer<Element>(uninitialized: rowsPerReading * count)
        for start in stride(from: 0, to: rows.count, by: rowsPerReading) {
            let some = start..<min(start + rowsPerReading, rows.count)
            let targets = some.map { scratch.start + ($0 - start) * count }
            try read(Array(rows[some]), into: targets)
            for (place, target) in zip(some, targets) { body(place, target) }
        }
    }
}
