/// A number as a cell spells it.
enum Number: Equatable {
    /// An integer of 32 bits, written without point or exponent; minus zero is not one.
    case integer(Int32)

    /// Any other number, rounded to the nearest double; infinite if spelled so, or if it is too large.
    case real(Double)

    /// The number as a double.
    var value: Double {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        }
    }
}
