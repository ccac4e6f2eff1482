/// Replaces each column of dates by columns of their parts: year, month, day and hour, and the seconds since 1970.
///
/// The parts are those of UTC. If all dates of a column in the training rows are at midnight, it has no parts smaller
/// than a day. A missing date has missing parts. Semantics and names of skrub's `DatetimeEncoder`, whose parts have the
/// precision of a `Float`; here, they are exact.
///
/// ```swift
/// let encoder = DatetimeEncoder(resolution: .day, addWeekday: true)
/// ```
public struct DatetimeEncoder: TableTransformer {
    /// The smallest part of a date.
    public enum Resolution: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// The year.
        case year
        /// The month, from 1.
        case month
        /// The day of the month, from 1.
        case day
        /// The hour, from 0.
        case hour
        /// The minute, from 0.
        case minute
        /// The second, from 0.
        case second
        /// The microsecond within the second, from 0.
        case microsecond
    }

    /// The encoding of parts that recur.
    public enum PeriodicEncoding: String, Sendable, Codable, CaseIterable, ParameterConvertible {
        /// The sine and the cosine of the month, day, hour and weekday, with periods of 12, 30, 24 and 7.
        case circular
    }

    /// The smallest part; nil for none of the parts from year to microsecond.
    ///
    /// Defaults to the hour.
    public var resolution: Resolution?

    /// Whether to add the day of the week, from 1 for Monday to 7 for Sunday.
    ///
    /// Defaults to false.
    public var addWeekday: Bool

    /// Whether to add the seconds since 1970-01-01 00:00:00 UTC.
    ///
    /// Defaults to true.
    public var addTotalSeconds: Bool

    /// Whether to add the day of the year, from 1.
    ///
    /// Defaults to false.
    public var addDayOfYear: Bool

    /// The encoding that replaces the month, day, hour and weekday; nil to keep them.
    public var periodicEncoding: PeriodicEncoding?

    /// Creates an encoder with the given parameters.
    public init(
        resolution: Resolution? = .hour, addWeekday: Bool = false, addTotalSeconds: Bool = true,
        addDayOfYear: Bool = false, periodicEncoding: PeriodicEncoding? = nil
    ) {
        self.resolution = resolution
        self.addWeekday = addWeekday
        self.addTotalSeconds = addTotalSeconds
        self.addDayOfYear = addDayOfYear
        self.periodicEncoding = periodicEncoding
    }

    /// Creates an encoder of the parts up to the hour, and the seconds.
    public init() { self.init(resolution: .hour) }

    /// The kind: `datetime-encoder`.
    public static let kind = "datetime-encoder"

    /// A one-sentence description of the step.
    public static let summary = "Replaces each column of dates by columns of their parts."

    /// Numbers, of which those of missing dates are missing.
    public func output(of content: FeatureContent) -> FeatureContent { content.intersection(.missing) }

    /// `resolution`, `add_weekday`, `add_total_seconds`, `add_day_of_year` and `periodic_encoding`.
    public static let parameters: [Parameter<Self>] = [
        Parameter("resolution", \.resolution, "smallest part of a date"),
        Parameter("add_weekday", \.addWeekday, "whether to add the day of the week, from 1 for Monday"),
        Parameter("add_total_seconds", \.addTotalSeconds, "whether to add the seconds since 1970"),
        Parameter("add_day_of_year", \.addDayOfYear, "whether to add the day of the year, from 1"),
        Parameter("periodic_encoding", \.periodicEncoding, "encoding of parts that recur"),
    ]

    /// The parts of a column, in the order of their output columns.
    ///
    /// - Parameter hasTimes: Whether a training date is not at midnight.
    func parts(hasTimes: Bool) -> [DatePart] {
        let levels: [DatePart] = [.year, .month, .day, .hour, .minute, .second, .microsecond]
        let last = resolution.flatMap { Resolution.allCases.firstIndex(of: $0) }
        var parts = last.map { Array(levels.prefix(hasTimes ? $0 + 1 : min($0 + 1, 3))) } ?? []
        if addTotalSeconds { parts.append(.totalSeconds) }
        if addWeekday { parts.append(.weekday) }
        if addDayOfYear { parts.append(.dayOfYear) }
        guard periodicEncoding == .circular else { return parts }
        return parts.filter { $0.period == nil }
            + parts.filter { $0.period != nil }.flatMap { [DatePart.sine(of: $0), .cosine(of: $0)] }
    }

    /// Estimates a pass over the dates for each part.
    public func estimate(rows: Int, columns: Int) -> FitEstimate {
        let parts = parts(hasTimes: true).count
        return FitEstimate(
            seconds: 1e-5 + 1e-9 * Double(rows) * Double(columns), modelBytes: 64 * columns,
            outputColumns: parts * columns)
    }
}
