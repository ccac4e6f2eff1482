/// A date and time in UTC, in the proleptic Gregorian calendar.
package struct Moment {
    /// The seconds since 1970-01-01 00:00:00 UTC.
    package let totalSeconds: Double

    package let year: Int

    /// From 1 to 12.
    package let month: Int

    /// From 1 to 31.
    package let day: Int

    /// From 0 to 86,399.
    package let secondOfDay: Int

    /// From 0 to 999,999.
    package let microsecond: Int

    /// The days since 1970-01-01.
    private let days: Int

    /// The largest number of seconds, about three million years.
    private static let largest = 1e14

    /// Creates the moment of some seconds, rounded to microseconds; nil if they are more than three million years from
    /// 1970.
    ///
    /// Source of the calendar: Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    package init?(seconds: Double) {
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
    package var weekday: Int {
        // 1970-01-01 was a Thursday.
        let shifted = days + 3
        return shifted - Self.floored(shifted, 7) * 7 + 1
    }

    /// From 1 to 366.
    package var dayOfYear: Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
        return before[month - 1] + day + (isLeap && month > 2 ? 1 : 0)
    }

    /// The largest integer that is not above the quotient.
    private static func floored(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : (number - divisor + 1) / divisor
    }
}
