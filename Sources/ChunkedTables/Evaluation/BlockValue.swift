/// The values of a register in a block of rows.
enum BlockValue: Sendable {
    /// Numbers, NaN where they are missing, and whether all others are integers.
    case numbers([Double], areIntegers: Bool)

    /// Seconds since 1970, NaN where they are missing.
    case dates([Double])

    /// Codes of texts in the dictionary of a register, -1 where they are missing.
    case texts([Int32], dictionary: Int)

    case flags([Bool])

    /// The same number, or number of seconds, in every row.
    case constant(Double)

    /// The same text in every row.
    case text([UInt8])
}

extension BlockValue {
    /// The values of the rows at some indices.
    func rows(at indices: [Int32]) -> BlockValue {
        switch self {
        case .numbers(let values, let areIntegers):
            .numbers(values.gathered(at: indices), areIntegers: areIntegers)
        case .dates(let values): .dates(values.gathered(at: indices))
        case .texts(let codes, let dictionary): .texts(codes.gathered(at: indices), dictionary: dictionary)
        case .flags(let flags): .flags(flags.gathered(at: indices))
        case .constant, .text: self
        }
    }

    /// Whether the numbers are integers as far as they are not missing.
    var areIntegers: Bool {
        switch self {
        case .numbers(_, let areIntegers): areIntegers
        case .flags: true
        case .constant(let value): value == value.rounded()
        case .dates, .texts, .text: false
        }
    }

    /// Numbers, dates, or true and false as 1 and 0.
    var operand: Operand {
        switch self {
        case .numbers(let values, _), .dates(let values): .values(values)
        case .flags(let flags): .values(flags.map { $0 ? 1 : 0 })
        case .constant(let value): .constant(value)
        case .texts, .text: preconditionFailure("texts are not numbers")
        }
    }
}

/// Numbers of each row, or one for all.
enum Operand: Sendable {
    case values([Double])
    case constant(Double)
}

extension Operand {
    /// Applies a function to each row.
    @inline(__always)
    func map<Result>(rows: Int, _ function: (Double) -> Result) -> [Result] {
        switch self {
        case .values(let values):
            values.withUnsafeBufferPointer { values in
                filled(rows) { function(values[$0]) }
            }
        case .constant(let value): [Result](repeating: function(value), count: rows)
        }
    }

    /// Applies a function to each row of two operands.
    @inline(__always)
    func map<Result>(
        _ other: Operand, rows: Int, _ function: (Double, Double) -> Result
    ) -> [Result] {
        switch (self, other) {
        case (.values(let left), .values(let right)):
            left.withUnsafeBufferPointer { left in
                right.withUnsafeBufferPointer { right in filled(rows) { function(left[$0], right[$0]) } }
            }
        case (.values(let left), .constant(let right)):
            left.withUnsafeBufferPointer { left in filled(rows) { function(left[$0], right) } }
        case (.constant(let left), .values(let right)):
            right.withUnsafeBufferPointer { right in filled(rows) { function(left, right[$0]) } }
        case (.constant(let left), .constant(let right)):
            [Result](repeating: function(left, right), count: rows)
        }
    }
}

/// Returns an array with the results of a function of its indices.
@inline(__always)
func filled<Element>(_ count: Int, _ element: (Int) -> Element) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { target, initialized in
        if let start = target.baseAddress {
            for index in 0..<count { (start + index).initialize(to: element(index)) }
        }
        initialized = count
    }
}

extension Array where Element: BitwiseCopyable {
    /// Returns the elements at some indices, which must be valid.
    func gathered(at indices: [Int32]) -> [Element] {
        withUnsafeBufferPointer { elements in
            indices.withUnsafeBufferPointer { indices in
                filled(indices.count) { elements[Int(indices[$0])] }
            }
        }
    }
}
