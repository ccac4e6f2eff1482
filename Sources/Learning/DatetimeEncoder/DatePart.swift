#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A number that is computed from a date.
indirect enum DatePart: Sendable, Equatable, Codable {
    case year, month, day, hour, minute, second, microsecond
    case totalSeconds, weekday, dayOfYear

    /// The sine of a part, over its period.
    case sine(of: DatePart)

    /// The cosine of a part, over its period.
    case cosine(of: DatePart)

    /// The name of the part's column, after that of the column of dates.
    var name: String {
        switch self {
        case .totalSeconds: "total_seconds"
        case .dayOfYear: "day_of_year"
        case .sine(let part): "\(part.name)_circular_0"
        case .cosine(let part): "\(part.name)_circular_1"
        default: "\(self)"
        }
    }

    /// The period of a part that recurs, as in skrub; nil for the others.
    var period: Double? {
        switch self {
        case .month: 12
        case .day: 30
        case .hour: 24
        case .weekday: 7
        default: nil
        }
    }

    /// Returns the part of a date.
    func value(of moment: Moment) -> Double {
        switch self {
        case .year: Double(moment.year)
        case .month: Double(moment.month)
        case .day: Double(moment.day)
        case .hour: Double(moment.secondOfDay / 3600)
        case .minute: Double(moment.secondOfDay / 60 % 60)
        case .second: Double(moment.secondOfDay % 60)
        case .microsecond: Double(moment.microsecond)
        case .totalSeconds: moment.totalSeconds
        case .weekday: Double(moment.weekday)
        case .dayOfYear: Double(moment.dayOfYear)
        case .sine(let part): sin(part.angle(of: moment))
        case .cosine(let part): cos(part.angle(of: moment))
        }
    }

    private func angle(of moment: Moment) -> Double {
        value(of: moment) / (period ?? 1) * 2 * .pi
    }
}

/// A date and time in UTC, in the proleptic Gregorian calendar.
struct Moment {
    /// The seconds since 1970-01-01 00:00:00 UTC.
    let totalSeconds: Double

    let year: Int

    /// From 1 to 12.
    let month: Int

    /// From 1 to 31.
    let day: Int

    /// From 0 to 86,399.
    let secondOfDay: Int

    /// From 0 to 999,999.
    let microsecond: Int

    /// The days since 1970-01-01.
    private let days: Int

    /// The largest number of seconds, about three million years.
    private static let largest = 1e14

    /// Creates the moment of some seconds, rounded to microseconds; nil if they are more than three million years from
    /// 1970.
    ///
    /// Source of the calendar: Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    init?(seconds: Double) {
        guard abs(seconds) <= Self.largest else { return nil }
        totalSeconds = seconds
        let whole = seconds.rounded(.down)
        let micros = Int(((seconds - whole) * 1e6).rounded())
        let second = Int(whole) + micros / 1_000_000
        microsecond = micros % 1_000_000
        days = Self.floored(second, 86_400)
        secondOfDay = second - days * 86_400

        // Years begin in March here, so that a leap day is the last day of a year.
        let shifted = days + 719_468
        let era = Self.floored(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayFromMarch + 2) / 153
        day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// From 1 for Monday to 7 for Sunday.
    var weekday: Int {
        // 1970-01-01 was a Thursday.
        let shifted = days + 3
        return shifted - Self.floored(shifted, 7) * 7 + 1
    }

    /// From 1 to 366.
    var dayOfYear: Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
        return before[month - 1] + day + (isLeap && month > 2 ? 1 : 0)
    }

    /// The largest integer that is not above the quotient.
    private static func floored(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : (number - divisor + 1) / divisor
    }
}
