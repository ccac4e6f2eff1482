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
