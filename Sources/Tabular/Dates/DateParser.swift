/// A parser of dates and times in the extended format of ISO 8601.
///
/// ```
/// date   = YYYY "-" MM "-" DD [ ( "T" / " " ) time ]
/// time   = HH ":" MM [ ":" SS [ "." 1*DIGIT ] ] [ offset ]
/// offset = "Z" / ( "+" / "-" ) HH [ ":" ] MM
/// ```
///
/// Years are from 0001 to 9999. A time without an offset is in UTC.
enum DateParser {
    /// Returns the seconds since 1970-01-01 00:00:00 UTC; nil if the text is not a date.
    static func seconds(_ text: some StringProtocol) -> Double? {
        var scanner = Scanner(text.utf8)
        guard let year = scanner.digits(4), year > 0, scanner.skip("-"),
            let month = scanner.digits(2), 1...12 ~= month, scanner.skip("-"),
            let day = scanner.digits(2), 1...days(in: month, of: year) ~= day
        else { return nil }
        let midnight = Double(daysSinceEpoch(year, month, day)) * 86_400
        if scanner.isAtEnd { return midnight }
        guard scanner.skip("T") || scanner.skip(" "), let time = scanner.time(), scanner.isAtEnd else {
            return nil
        }
        return midnight + time
    }

    /// The days from 1970-01-01 to a date of the Gregorian calendar.
    static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years begin in March, so that the leap day is the last.
        let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let leapDays = y / 4 - y / 100 + y / 400
        return 365 * y + leapDays + (153 * m + 2) / 5 + day - 719_469
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private struct Scanner {
        private let bytes: [UInt8]
        private var position = 0

        init(_ text: some Sequence<UInt8>) { bytes = Array(text) }

        var isAtEnd: Bool { position == bytes.count }

        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard !isAtEnd, bytes[position] == UInt8(ascii: character) else { return false }
            position += 1
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            guard position + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[position..<position + count] {
                guard 48...57 ~= byte else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            position += count
            return value
        }

        /// Reads a time, and returns the seconds since midnight in UTC.
        mutating func time() -> Double? {
            guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60 else {
                return nil
            }
            var seconds = Double(hour * 3600 + minute * 60)
            if skip(":") {
                guard let second = digits(2), second < 60 else { return nil }
                seconds += Double(second)
                if skip(".") {
                    guard let fraction = fraction() else { return nil }
                    seconds += fraction
                }
            }
            guard let offset = offset() else { return nil }
            return seconds - offset
        }

        private mutating func fraction() -> Double? {
            let start = position
            var (value, unit) = (0.0, 1.0)
            while !isAtEnd, let digit = digits(1) {
                unit *= 10
                if unit <= 1e9 { value = value * 10 + Double(digit) }
            }
            return position > start ? value / min(unit, 1e9) : nil
        }

        /// Reads an optional offset from UTC, and returns its seconds.
        private mutating func offset() -> Double? {
            if isAtEnd || skip("Z") { return 0 }
            let sign: Double
            if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
            guard let hours = digits(2), hours < 24 else { return nil }
            _ = skip(":")
            guard let minutes = digits(2), minutes < 60 else { return nil }
            return sign * Double(hours * 3600 + minutes * 60)
        }
    }
}

extension Categories {
    /// The seconds of each row's date, with NaN for missing cells; nil unless every text is a date.
    ///
    /// - Complexity: O(distinct texts + rows).
    var dates: [Double]? {
        var seconds: [Double] = []
        seconds.reserveCapacity(count)
        for code in 0..<count {
            guard let date = DateParser.seconds(self[code]) else { return nil }
            seconds.append(date)
        }
        return codes.map { $0 < 0 ? .nan : seconds[Int($0)] }
    }
}
