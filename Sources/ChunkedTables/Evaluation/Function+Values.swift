internal import Learning

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension ColumnExpression.Function {
    /// Applies a function of numbers, dates and conditions to a block.
    ///
    /// - Parameters:
    ///   - values: The operands.
    ///   - rows: The number of rows.
    ///   - isDate: Whether the results are dates.
    func value(of values: [BlockValue], rows: Int, isDate: Bool) -> BlockValue {
        switch self {
        case .and, .or, .not: return .flags(condition(of: values, rows: rows))
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
            return .flags(comparison(values[0].operand, values[1].operand, rows: rows))
        case .year, .month, .day, .hour, .minute, .second, .weekday, .date:
            let parts = datePart(of: values[0].operand, rows: rows)
            return isDate ? .dates(parts) : .numbers(parts, areIntegers: true)
        default:
            let results =
                values.count == 1
                ? number(of: values[0].operand, rows: rows)
                : number(of: values[0].operand, values[1].operand, rows: rows)
            let areIntegers = keepsIntegers && values.allSatisfy(\.areIntegers)
            return isDate
                ? .dates(results.map { Self.years.contains($0) ? $0 : .nan })
                : .numbers(results, areIntegers: areIntegers)
        }
    }

    /// The seconds of the years from 1 to 9999, which are those of dates in files.
    private static let years = -62_135_596_800.0..<253_402_300_800

    private func condition(of values: [BlockValue], rows: Int) -> [Bool] {
        let flags = values.map { value in
            guard case .flags(let flags) = value else { preconditionFailure("a condition is true or false") }
            return flags
        }
        return switch self {
        case .and: filled(rows) { flags[0][$0] && flags[1][$0] }
        case .or: filled(rows) { flags[0][$0] || flags[1][$0] }
        default: flags[0].map { !$0 }
        }
    }

    private func comparison(_ left: Operand, _ right: Operand, rows: Int) -> [Bool] {
        switch self {
        case .less: left.map(right, rows: rows) { $0 < $1 }
        case .lessOrEqual: left.map(right, rows: rows) { $0 <= $1 }
        case .greater: left.map(right, rows: rows) { $0 > $1 }
        case .greaterOrEqual: left.map(right, rows: rows) { $0 >= $1 }
        case .equal: left.map(right, rows: rows) { $0 == $1 }
        default: left.map(right, rows: rows) { $0 != $1 }
        }
    }

    private func number(of operand: Operand, rows: Int) -> [Double] {
        switch self {
        case .negate: operand.map(rows: rows) { -$0 }
        case .abs: operand.map(rows: rows) { $0.magnitude }
        case .sqrt: operand.map(rows: rows) { $0.squareRoot() }
        case .log: operand.map(rows: rows) { logarithm($0) }
        case .exp: operand.map(rows: rows) { exponential($0) }
        case .floor: operand.map(rows: rows) { $0.rounded(.down) }
        case .ceil: operand.map(rows: rows) { $0.rounded(.up) }
        case .round: operand.map(rows: rows) { $0.rounded(.toNearestOrEven) }
        default: preconditionFailure("\(self) has two operands")
        }
    }

    private func number(of left: Operand, _ right: Operand, rows: Int) -> [Double] {
        switch self {
        case .add: left.map(right, rows: rows) { $0 + $1 }
        case .subtract: left.map(right, rows: rows) { $0 - $1 }
        case .multiply: left.map(right, rows: rows) { $0 * $1 }
        case .divide: left.map(right, rows: rows) { $0 / $1 }
        case .floorDivide: left.map(right, rows: rows) { Self.quotientAndRemainder($0, $1).quotient }
        case .modulo: left.map(right, rows: rows) { Self.quotientAndRemainder($0, $1).remainder }
        case .power: left.map(right, rows: rows) { pow($0, $1) }
        case .ifMissing: left.map(right, rows: rows) { $0.isNaN ? $1 : $0 }
        default: preconditionFailure("\(self) has one operand")
        }
    }

    /// The quotient, rounded down, and the remainder, which has the sign of the divisor: `divmod` of Python and NumPy.
    private static func quotientAndRemainder(
        _ dividend: Double, _ divisor: Double
    ) -> (quotient: Double, remainder: Double) {
        var remainder = fmod(dividend, divisor)
        guard divisor != 0 else { return (dividend / divisor, remainder) }
        var quotient = (dividend - remainder) / divisor
        if remainder == 0 {
            remainder = Double(signOf: divisor, magnitudeOf: 0)
        } else if (divisor < 0) != (remainder < 0) {
            remainder += divisor
            quotient -= 1
        }
        guard quotient != 0 else { return (Double(signOf: dividend / divisor, magnitudeOf: 0), remainder) }
        let floored = quotient.rounded(.down)
        return (quotient - floored > 0.5 ? floored + 1 : floored, remainder)
    }

    private func datePart(of operand: Operand, rows: Int) -> [Double] {
        switch self {
        case .hour: operand.map(rows: rows) { (Self.time($0) / 3600).rounded(.down) }
        case .minute:
            operand.map(rows: rows) { seconds in
                let minutes = (Self.time(seconds) / 60).rounded(.down)
                return minutes - 60 * (minutes / 60).rounded(.down)
            }
        case .second:
            operand.map(rows: rows) { seconds in
                let whole = Self.time(seconds).rounded(.down)
                return whole - 60 * (whole / 60).rounded(.down)
            }
        case .date: operand.map(rows: rows) { $0 - Self.time($0) }
        case .weekday:
            operand.map(rows: rows) { seconds in
                // 1970-01-01 was a Thursday.
                let day = (seconds / 86_400).rounded(.down) + 3
                return day - 7 * (day / 7).rounded(.down)
            }
        default: calendarPart(of: operand, rows: rows)
        }
    }

    /// The year, the month or the day; most rows have that of the row before.
    private func calendarPart(of operand: Operand, rows: Int) -> [Double] {
        var (known, part) = (Double.nan, Double.nan)
        return operand.map(rows: rows) { seconds in
            let day = (seconds / 86_400).rounded(.down)
            if day != known {
                known = day
                part =
                    Moment(seconds: day * 86_400).map {
                        Double(self == .year ? $0.year : self == .month ? $0.month : $0.day)
                    } ?? .nan
            }
            return part
        }
    }

    /// The seconds since midnight.
    @inline(__always)
    private static func time(_ seconds: Double) -> Double {
        seconds - 86_400 * (seconds / 86_400).rounded(.down)
    }
}

// Inside the enumeration, `log` and `exp` are its cases.
private func logarithm(_ value: Double) -> Double { log(value) }
private func exponential(_ value: Double) -> Double { exp(value) }
