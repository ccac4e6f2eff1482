internal import Learning

/// Dates as text.
enum DateText {
    /// Returns dates as `2024-03-31` if all are at midnight, and otherwise as `2024-03-31 18:30:00`, with a fraction of the
    /// second if it is not 0; nil where they are missing.
    ///
    /// - Parameter seconds: The seconds since 1970-01-01 00:00:00 UTC, NaN where a date is missing.
    static func texts(of seconds: [Double]) -> [String?] {
        let moments = seconds.map { Moment(seconds: $0) }
        let areDays = moments.allSatisfy { $0.map { $0.secondOfDay == 0 && $0.microsecond == 0 } ?? true }
        return moments.map { $0.map { text(of: $0, isDay: areDays) } }
    }

    /// Returns a date as in ``texts(of:)``; nil if it is missing.
    static func text(of seconds: Double, isDay: Bool) -> String? {
        Moment(seconds: seconds).map { text(of: $0, isDay: isDay) }
    }

    /// Whether a date is missing or at midnight.
    static func isDay(_ seconds: Double) -> Bool {
        Moment(seconds: seconds).map { $0.secondOfDay == 0 && $0.microsecond == 0 } ?? true
    }

    private static func text(of moment: Moment, isDay: Bool) -> String {
        let day = "\(padded(moment.year, 4))-\(padded(moment.month, 2))-\(padded(moment.day, 2))"
        if isDay { return day }
        let second = moment.secondOfDay
        let time = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(day) \(time)" + (moment.microsecond == 0 ? "" : ".\(padded(moment.microsecond, 6))")
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
