/// Parses numbers with the same results as Python's `float()`, bit for bit.
///
/// A number is an optional sign, decimal digits with at most one decimal mark, and an optional exponent; or `nan`,
/// `inf` or `infinity` in any case. Spaces and tabs around it are ignored. Unlike `float()`, the parser does not
/// accept underscores between digits.
enum NumberParser {
    /// Parses a number; returns nil if the text is not a number.
    @inline(__always)
    static func parse(_ text: UnsafeBufferPointer<UInt8>, decimal: UInt8) -> Number? {
        decimal == ASCII.point ? parsePoint(text) : parseComma(text)
    }

    private static func parsePoint(_ text: UnsafeBufferPointer<UInt8>) -> Number? {
        parse(text, mark: ASCII.point)
    }

    private static func parseComma(_ text: UnsafeBufferPointer<UInt8>) -> Number? {
        parse(text, mark: ASCII.comma)
    }

    @inline(__always)
    private static func parse(_ text: UnsafeBufferPointer<UInt8>, mark: UInt8) -> Number? {
        var scan = Scan(trimmed(text), decimal: mark)
        let isNegative = scan.skipSign()
        let (mantissa, digits, point) = scan.mantissa()
        guard digits > 0 else { return point.isPresent ? nil : notFinite(scan.rest, isNegative) }
        var exponent = -point.decimals
        var isInteger = !point.isPresent
        if scan.skipExponentMark() {
            guard let explicit = scan.exponent() else { return nil }
            exponent += explicit
            isInteger = false
        }
        guard scan.isAtEnd else { return nil }

        // Nineteen digits never overflow 64 bits. With more digits, the mantissa may have wrapped around.
        guard digits <= 19 || scan.significantDigits <= 19 else {
            return longNumber(scan.text, isInteger, mark)
        }
        if isInteger && mantissa <= Int32.max && !(isNegative && mantissa == 0) {
            return .integer(isNegative ? -Int32(mantissa) : Int32(mantissa))
        }
        guard let magnitude = DecimalRounding.value(of: mantissa, exponent: exponent) else {
            return longNumber(scan.text, isInteger, mark)
        }
        return .real(isNegative ? -magnitude : magnitude)
    }

    /// Parses a field of one to eight digits without branching on their number; returns nil for other fields.
    ///
    /// The eight bytes that end with the field must be readable. The digits are combined as in Lemire, *Number
    /// parsing at a gigabyte per second* (2021), section 5.
    @inline(__always)
    static func shortInteger(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard let start = text.baseAddress, text.count &- 1 < 8, text.count > 0 else { return nil }
        let end = UnsafeRawPointer(start + text.count)
        let word = UInt64(littleEndian: (end - 8).loadUnaligned(as: UInt64.self))
        // Convert each byte to the value of its digit, and the bytes before the field to leading zeros.
        var digits = (word ^ 0x3030_3030_3030_3030) & (UInt64.max &<< UInt64(8 &* (8 &- text.count)))
        guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 else { return nil }
        digits = (digits &* 10) &+ (digits &>> 8)
        let low: UInt64 = 0x0000_00FF_0000_00FF
        let sum =
            (digits & low) &* 0x000F_4240_0000_0064 &+ ((digits &>> 16) & low) &* 0x0000_2710_0000_0001
        return Int32(truncatingIfNeeded: sum &>> 32)
    }

    /// Parses a field of at most 16 bytes with digits, a decimal point between them and perhaps a minus sign; returns nil
    /// for other fields.
    ///
    /// The digits are at most 15, so that the mantissa and the power of ten are exact, and the quotient is rounded once.
    @inline(__always)
    static func shortDecimal(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard text.count &- 3 <= 13, text.count >= 3, let start = text.baseAddress else { return nil }
        let isNegative = start[0] == ASCII.minus
        var (index, point, mantissa) = (isNegative ? 1 : 0, -1, 0)
        while index < text.count {
            let digit = start[index] &- ASCII.zero
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ Int(digit)
            } else {
                guard start[index] == ASCII.point, point < 0 else { return nil }
                point = index
            }
            index &+= 1
        }
        let digits = text.count &- (isNegative ? 2 : 1)
        guard point > 0, digits > 0, digits <= 15,
            let value = DecimalRounding.quotient(mantissa, decimals: text.count &- 1 &- point)
        else { return nil }
        return isNegative ? -value : value
    }

    /// Whether the text is digits after an optional sign.
    ///
    /// Blanks around them are ignored.
    static func isInteger(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var digits = trimmed(text)[...]
        if let sign = digits.first, sign == ASCII.plus || sign == ASCII.minus { digits.removeFirst() }
        return !digits.isEmpty && digits.allSatisfy { $0 &- ASCII.zero <= 9 }
    }

    /// Whether the text is an integer in an unusual form: with leading zeros, with a plus sign, or `-0`.
    ///
    /// Blanks around the integer are ignored.
    @inline(__always)
    static func isPaddedInteger(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // The first byte is sufficient for most numbers.
        guard let first = text.first, first &- ASCII.one > 8 else { return false }
        return isPaddedInteger(trimmed(text)[...])
    }

    private static func isPaddedInteger(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var digits = text
        if let sign = digits.first, sign == ASCII.plus || sign == ASCII.minus { digits.removeFirst() }
        guard let first = digits.first, digits.allSatisfy({ $0 &- ASCII.zero <= 9 }) else { return false }
        return text.first == ASCII.plus || first == ASCII.zero && text.count > 1
    }

    /// Returns the text without spaces and tabs around it.
    @inline(__always)
    static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var (start, end) = (0, text.count)
        while start < end && isBlank(text[start]) { start += 1 }
        while start < end && isBlank(text[end - 1]) { end -= 1 }
        return UnsafeBufferPointer(rebasing: text[start..<end])
    }

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == ASCII.tab }

    /// Parses a number that the fast path cannot round: one with many digits, or a very large or small one.
    ///
    /// The syntax has already been checked, and the standard library rounds correctly in every locale.
    private static func longNumber(
        _ text: UnsafeBufferPointer<UInt8>, _ isInteger: Bool, _ decimal: UInt8
    ) -> Number? {
        let value = Double(
            String(decoding: text.lazy.map { $0 == decimal ? ASCII.point : $0 }, as: UTF8.self))
        // An integer may have many digits because of leading zeros.
        if isInteger, let value, let small = Int32(exactly: value), small != 0 { return .integer(small) }
        return value.map(Number.real)
    }

    /// Parses `nan`, `inf` and `infinity`.
    private static func notFinite(_ letters: UnsafeBufferPointer<UInt8>, _ isNegative: Bool) -> Number? {
        let lowercase = letters.lazy.map { $0 | ASCII.caseBit }
        if lowercase.elementsEqual("nan".utf8) { return .real(.nan) }
        guard lowercase.elementsEqual("inf".utf8) || lowercase.elementsEqual("infinity".utf8) else {
            return nil
        }
        return .real(isNegative ? -.infinity : .infinity)
    }
}

extension NumberParser {
    /// A scanner of the text of a number.
    struct Scan {
        let text: UnsafeBufferPointer<UInt8>
        private let decimal: UInt8
        private var position = 0

        @inline(__always)
        init(_ text: UnsafeBufferPointer<UInt8>, decimal: UInt8) {
            self.text = text
            self.decimal = decimal
        }

        var isAtEnd: Bool { position == text.count }

        /// The bytes that have not been scanned.
        var rest: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[position...]) }

        /// Skips an optional sign, and returns whether it is a minus.
        @inline(__always)
        mutating func skipSign() -> Bool {
            guard position < text.count else { return false }
            let isNegative = text[position] == ASCII.minus
            if isNegative || text[position] == ASCII.plus { position += 1 }
            return isNegative
        }

        /// Reads digits with at most one decimal mark; returns their value modulo 2⁶⁴, their number, and the number
        /// of digits after the mark.
        @inline(__always)
        mutating func mantissa() -> (value: UInt64, digits: Int, point: (isPresent: Bool, decimals: Int)) {
            var value: UInt64 = 0
            let whole = skipDigits(&value)
            guard position < text.count, text[position] == decimal else {
                return (value, whole, (false, 0))
            }
            position += 1
            let decimals = skipDigits(&value)
            return (value, whole + decimals, (true, decimals))
        }

        /// Skips the letter before an exponent, and returns whether it was present.
        @inline(__always)
        mutating func skipExponentMark() -> Bool {
            guard position < text.count, text[position] | ASCII.caseBit == ASCII.lowercaseE else {
                return false
            }
            position += 1
            return true
        }

        /// Reads an exponent; returns nil if there are no digits.
        ///
        /// Exponents are clamped to five digits, beyond which every result is zero or infinite.
        mutating func exponent() -> Int? {
            let isNegative = skipSign()
            let start = position
            var value = 0
            while position < text.count, let digit = digit(at: position) {
                value = min(value * 10 + Int(digit), 99_999)
                position += 1
            }
            guard position > start else { return nil }
            return isNegative ? -value : value
        }

        /// The number of digits of the mantissa without leading zeros.
        var significantDigits: Int {
            text.prefix { $0 | ASCII.caseBit != ASCII.lowercaseE }
                .filter { $0 &- ASCII.zero <= 9 }
                .drop { $0 == ASCII.zero }
                .count
        }

        @inline(__always)
        private mutating func skipDigits(_ value: inout UInt64) -> Int {
            let start = position
            while position < text.count, let digit = digit(at: position) {
                value = value &* 10 &+ UInt64(digit)
                position &+= 1
            }
            return position &- start
        }

        @inline(__always)
        private func digit(at index: Int) -> UInt8? {
            let digit = text[index] &- ASCII.zero
            return digit <= 9 ? digit : nil
        }
    }
}
