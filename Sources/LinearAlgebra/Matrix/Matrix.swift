/// A dense matrix of `Double`, stored row by row: a value with copy-on-write storage.
///
/// Copying costs nothing until a copy is changed. A run of consecutive rows shares the storage of the matrix
/// it came from (see ``rows(_:)``).
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

    /// Holds the elements from ``offset`` on; a matrix that is a run of another's rows shares it.
    private var storage: ElementBuffer<Double>

    /// Where in ``storage`` the first element stands.
    private var offset: Int

    /// The number of elements, `rows × columns`.
    public var count: Int { rows * columns }

    /// A matrix of one repeated value, zero unless given.
    public init(rows: Int, columns: Int, repeating value: Double = 0) {
        self.init(rows: rows, columns: columns) { $0.initialize(repeating: value) }
    }

    /// A matrix of the given elements in row-major order, `rows × columns` of them.
    public init(rows: Int, columns: Int, values: [Double]) {
        Self.checkShape(rows, columns)
        guard values.count == rows * columns else {
            fatalError("a \(rows) × \(columns) matrix takes \(rows * columns) values, not \(values.count)")
        }
        self.init(rows: rows, columns: columns) { elements in
            values.withUnsafeBufferPointer { _ = elements.initialize(fromContentsOf: $0) }
        }
    }

    /// A matrix of the given rows, all of one length.
    public init(_ rowValues: [[Double]]) {
        let columns = rowValues.first?.count ?? 0
        guard (rowValues.allSatisfy { $0.count == columns }) else {
            fatalError("every row needs the same number of values")
        }
        self.init(rows: rowValues.count, columns: columns, values: rowValues.flatMap { $0 })
    }

    /// A matrix whose elements `body` writes, in row-major order; `body` must initialise every one of them.
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
            fatalError("a matrix has no negative side: \(rows) × \(columns)")
        }
        guard rows <= Int(Int32.max) && columns <= Int(Int32.max) else {
            fatalError("a matrix has at most \(Int32.max) rows and columns: \(rows) × \(columns)")
        }
    }

    /// The element in a row and a column.
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
            "no element at (\(row), \(column)) in a \(rows) × \(columns) matrix")
    }

    /// The elements of one row, copied.
    public subscript(row row: Int) -> [Double] {
        guard row >= 0 && row < rows else {
            fatalError("no row \(row) in \(rows)")
        }
        return withUnsafeValues { Array($0[row * columns..<(row + 1) * columns]) }
    }

    /// The elements of one column, copied.
    public subscript(column column: Int) -> [Double] {
        guard column >= 0 && column < columns else {
            fatalError("no column \(column) in \(columns)")
        }
        return withUnsafeValues { values in
            (0..<rows).map { values[$0 * columns + column] }
        }
    }

    /// A run of consecutive rows, sharing this matrix's storage.
    public func rows(_ range: Range<Int>) -> Matrix {
        guard range.lowerBound >= 0 && range.upperBound <= rows else {
            fatalError("no rows \(range) in \(rows)")
        }
        return Matrix(
            rows: range.count, columns: columns, storage: storage, offset: offset + range.lowerBound * columns
        )
    }

    /// All elements in row-major order, copied.
    public var values: [Double] { withUnsafeValues { Array($0) } }

    /// Calls `body` with the elements in row-major order.
    public func withUnsafeValues<R, E: Error>(_ body: (UnsafeBufferPointer<Double>) throws(E) -> R) throws(E)
        -> R
    {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeBufferPointer(start: storage.start + offset, count: count))
    }

    /// Calls `body` with the elements in row-major order, to change them; copies them first if they are
    /// shared.
    public mutating func withUnsafeMutableValues<R, E: Error>(
        _ body: (UnsafeMutableBufferPointer<Double>) throws(E) -> R
    ) throws(E) -> R {
        detach()
        defer { withExtendedLifetime(storage) {} }
        return try body(storage.elements)
    }

    /// Gives the matrix storage of its own before it changes, if it shares it with a copy or with the matrix whose rows
    /// it is a run of.
    private mutating func detach() {
        guard storage.count != count || !isKnownUniquelyReferenced(&storage) else { return }
        self = withUnsafeValues { values in
            Matrix(rows: rows, columns: columns) { _ = $0.initialize(fromContentsOf: values) }
        }
    }
}

extension Matrix: Equatable {
    /// Whether two matrices have one shape and equal elements (as `Double` compares: NaN equals nothing).
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
