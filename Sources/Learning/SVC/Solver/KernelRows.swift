/// Where the solver takes the rows of the kernel matrix of its n examples from.
///
/// Elements are rounded to `Float`, as in libsvm: the rows that a solution needs then fit into the second-level
/// cache, and a source that computes an element another way, off by a unit in the last place of a `Double`, gives
/// the same problem.
protocol KernelRows {
    associatedtype Element: KernelElement

    /// The number of examples, n.
    var count: Int { get }

    /// The kernel of each example with itself.
    var diagonal: [Double] { get }

    /// How many rows to ask for at a time, where more than one are wanted: several cost little more than one where
    /// they come from one matrix product.
    var rowsPerReading: Int { get }

    /// Writes the given rows, n elements each, to one target each.
    ///
    /// - Throws: ``LearningError/kernelOverflow(step:)`` where an element is NaN or exceeds a `Float`.
    func read(_ rows: [Int], into targets: [UnsafeMutablePointer<Element>]) throws

    /// Writes one row.
    ///
    /// - Throws: As ``read(_:into:)-([Int],_)``.
    func read(_ row: Int, into target: UnsafeMutablePointer<Element>) throws

    /// Writes the elements of one row at some ascending positions.
    ///
    /// - Throws: As ``read(_:into:)-([Int],_)``.
    func read(_ row: Int, at positions: [Int32], into target: UnsafeMutablePointer<Element>) throws

    /// A row where it lies, if it lies in memory element by element, and a whole vector beyond its end may be read; nil
    /// for all rows or for none.
    func inPlace(_ row: Int) -> UnsafePointer<Element>?

    /// Calls `body` with each of the given rows' number and the sum of its products with n factors.
    ///
    /// - Throws: As ``read(_:into:)-([Int],_)``.
    func multiply(
        _ rows: [Int], by factors: UnsafePointer<Double>, _ body: (_ row: Int, _ sum: Double) -> Void
    ) throws

    /// Adds a multiple of each of the given rows to n sums.
    ///
    /// - Throws: As ``read(_:into:)-([Int],_)``.
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

    /// Calls `body` with the place and the elements of each of the given rows, which are read several at a time.
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
