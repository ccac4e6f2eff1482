/// A dense matrix of `Double` in row-major order, with copy-on-write storage.
///
/// A copy shares its storage until it is modified. A range of rows also shares the storage of its matrix; see
/// ``rows(_:)``.
///
/// ```swift
/// let a = Matrix([[1, 2], [3, 4]])
/// print(a[1, 0])  // 3.0
/// ```
public struct Matrix: Sendable {
    /// The number of rows.
    public let rows: Int

    /// The number of columns.
    public let columns: Int

    /// The storage, which contains the elements from ``offset`` on; shared with copies and ranges of rows.
    private var storage: ElementBuffer<Double>

    /// The index of the first element in ``storage``.
    private var offset: Int

    /// The number of elements, `rows × columns`.
    public var count: Int { rows * columns }

    /// Creates a matrix of a repeated value, zero by default.
    public init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.init(rows: rows, columns: columns) { $0.initialize(repeating: value) }
    }

    /// Creates a matrix from `rows × columns` elements in row-major order.
    public init(rows: Int, columns: Int, values: [Double]) {
        Self.checkShape(rows, columns)
        guard values.count == rows * columns else {
            fatalError("a \(rows) × \(columns) matrix requires \(rows * columns) values, not \(values.count)")
        }
        self.init(rows: rows, columns: columns) { elements in
            values.withUnsafeBufferPointer { _ = elements.initialize(fromContentsOf: $0) }
        }
    }

    /// Creates a matrix from rows, which must have the same length.
    public init(_ rowValues: [[Double]]) {
        let columns = rowValues.first?.count ?? 0
        guard (rowValues.allSatisfy { $0.count == columns }) else {
            fatalError("all rows must have the same number of values")
        }
        self.init(rows: rowValues.count, columns: columns, values: rowValues.flatMap { $0 })
    }

    /// Creates a matrix with a closure that must initialise every element, in row-major order.
    public init(
        rows: Int, columns: Int, initializingWith body: (UnsafeMutableBufferPointer<Double>) throws -> Void
    ) rethrows {
        Self.checkShape(rows, columns)
        let storage = ElementBuffer<Double>(count: rows * columns)
        try body(storage.elements)
        self.init(rows: rows, columns: columns, storage: storage, offset: 0)
    }

    private init(rows: Int, columns: Int, storage: ElementBuffer<Double>, offset: Int) {
        self.rows = rows
        self.columns = columns
        self.storage = storage
        self.offset = offset
    }

    private static func checkShape(_ rows: Int, _ columns: Int) {
        guard rows >= 0 && columns >= 0 else {
            fatalError("a matrix cannot have negative dimensions: \(rows) × \(columns)")
        }
        guard rows <= Int(Int32.max) && columns <= Int(Int32.max) else {
            fatalError("a matrix cannot have more than \(Int32.max) rows or columns: \(rows) × \(columns)")
        }
    }

    /// The element at a row and a column.
    public subscript(row: Int, column: Int) -> Double {
        get {
            checkPosition(row, column)
            return storage.start[offset + row * columns + column]
        }
        set {
            checkPosition(row, column)
            detach()
            storage.start[row * columns + column] = newValue
        }
    }

    private func checkPosition(_ row: Int, _ column: Int) {
        precondition(
            row >= 0 && row < rows && column >= 0 && column < columns,
            "element (\(row), \(column)) is out of bounds for a \(rows) × \(columns) matrix")
    }

    /// A copy of the elements of a row.
    public subscript(row row: Int) -> [Double] {
        guard row >= 0 && row < rows else {
            fatalError("row \(row) is out of bounds for \(rows) rows")
        }
        return withUnsafeValues { Array($0[row * columns..<(row + 1) * columns]) }
    }

    /// A copy of the elements of a column.
    public subscript(column column: Int) -> [Double] {
        guard column >= 0 && column < columns else {
            fatalError("column \(column) is out of bounds for \(columns) columns")
        }
        return withUnsafeValues { values in
            (0..<rows).map { values[$0 * columns + column] }
        }
    }

    /// Returns a range of rows, which shares the storage of this matrix.
    ///
    /// - Complexity: O(1).
    public func rows(_ range: Range<Int>) -> Matrix {
        guard range.lowerBound >= 0 && range.upperBound <= rows else {
            fatalError("rows \(range) are out of bounds for \(rows) rows")
        }
        return Matrix(
            rows: range.count, columns: columns, storage: storage, offset: offset + range.lowerBound * columns
        )
    }

    /// A copy of all elements in row-major order.
    public var values: [Double] { withUnsafeValues { Array($0) } }

    /// Calls `body` with the elements in row-major order.
    public func withUnsafeValues<R, E: Error>(_ body: (UnsafeBufferPointer<Double>) throws(E) -> R) throws(E)
        -> R
    {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeBufferPointer(start: storage.start + offset, count: count))
    }

    /// Calls `body` with the mutable elements in row-major order; copies shared storage first.
    public mutating func withUnsafeMutableValues<R, E: Error>(
        _ body: (UnsafeMutableBufferPointer<Double>) throws(E) -> R
    ) throws(E) -> R {
        detach()
        defer { withExtendedLifetime(storage) {} }
        return try body(storage.elements)
    }

    /// Copies the storage before a modification if it is shared with a copy or with a matrix that this is a range of.
    private mutating func detach() {
        guard storage.count != count || !isKnownUniquelyReferenced(&storage) else { return }
        self = withUnsafeValues { values in
            Matrix(rows: rows, columns: columns) { _ = $0.initialize(fromContentsOf: values) }
        }
    }
}

extension Matrix: Equatable {
    /// Whether two matrices have the same shape and equal elements; NaN is not equal to itself.
    public static func == (left: Matrix, right: Matrix) -> Bool {
        left.rows == right.rows && left.columns == right.columns
            && left.withUnsafeValues { a in right.withUnsafeValues { b in a.elementsEqual(b) } }
    }
}

extension Matrix: CustomStringConvertible {
    /// The shape and the first few rows.
    public var description: String {
        let shown = (0..<min(rows, 6)).map {
            "  [" + self[row: $0].prefix(8).map(\.description).joined(separator: ", ")
        }
        let lines = shown.map { columns > 8 ? $0 + ", …]" : $0 + "]" } + (rows > 6 ? ["  …"] : [])
        return "Matrix \(rows) × \(columns)\n" + lines.joined(separator: "\n")
    }
}
