/// A parser of dates and times in the extended format of ISO 8601.
///
/// ```
/// date   = YYYY "-" MM "-" DD [ ( "T" / " " ) time ]
/// time   = HH ":" MM [ ":" SS [ "." 1*DIGIT ] ] [ offset ]
/// offset = "Z" / ( "+" / "-" ) HH [ [ ":" ] MM ]
/// ```
///
/// Years are from 0001 to 9999. A time without an offset is in UTC. Digits of a fraction after the ninth are ignored.
package enum DateParser {
    /// Returns the seconds since 1970-01-01 00:00:00 UTC; nil if the text is not a date.
    package static func seconds(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var scanner = Scanner(text)
        guard let year = scanner.digits(4), year > 0, scanner.skip("-"),
            let month = scanner.digits(2), 1...12 ~= month, scanner.skip("-"),
            let day = scanner.digits(2), 1...days(in: month, of: year) ~= day
        else { return nil }
        let midnight = daysSinceEpoch(year, month, day) * 86_400
        if scanner.isAtEnd { return Double(midnight) }
        guard scanner.skip("T") || scanner.skip(" "), let time = scanner.time(), scanner.isAtEnd else {
            return nil
        }
        // The whole seconds are added first, so that the sum is rounded once.
        return Double(midnight + time.seconds) + time.fraction
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
        private let bytes: UnsafeBufferPointer<UInt8>
        private var position = 0

        init(_ text: UnsafeBufferPointer<UInt8>) { bytes = text }

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

        /// Reads a time, and returns the seconds since midnight in UTC and their fraction.
        mutating func time() -> (seconds: Int, fraction: Double)? {
            guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60 else {
                return nil
            }
            var (seconds, fraction) = (hour * 3600 + minute * 60, 0.0)
            if skip(":") {
                guard let second = digits(2), second < 60 else { return nil }
                seconds += second
                if skip(".") {
                    guard let digits = self.fraction() else { return nil }
                    fraction = digits
                }
            }
            guard let offset = offset() else { return nil }
            return (seconds - offset, fraction)
        }

        private mutating func fraction() -> Double? {
            let start = position
            var (value, unit) = (0.0, 1.0)
            while let digit = digits(1) {
                guard unit < 1e9 else { continue }
                (value, unit) = (value * 10 + Double(digit), unit * 10)
            }
            return position > start ? value / unit : nil
        }

        /// Reads an optional offset from UTC, and returns its seconds.
        private mutating func offset() -> Int? {
            if isAtEnd || skip("Z") { return 0 }
            let sign: Int
            if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
            guard let hours = digits(2), hours < 24 else { return nil }
            if isAtEnd { return sign * hours * 3600 }
            _ = skip(":")
            guard let minutes = digits(2), minutes < 60 else { return nil }
            return sign * (hours * 3600 + minutes * 60)
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
            guard let date = withText(of: code, { DateParser.seconds($0) }) else { return nil }
            seconds.append(date)
        }
        return codes.map { $0 < 0 ? .nan : seconds[Int($0)] }
    }
}
