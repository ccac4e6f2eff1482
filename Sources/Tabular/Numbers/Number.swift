/// A number parsed from a cell.
enum Number: Equatable {
    /// A 32-bit integer without a decimal point or an exponent; not minus zero.
    case integer(Int32)

    /// Any other number, rounded to the nearest double; infinite if it says so or is too large.
    case real(Double)

    /// The number as a double.
    var value: Double {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        }
    }
}
