#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The texts of numbers in pictures.
package enum NumberText {
    /// Formats a number with a fixed number of decimal places, groups of three digits, and a true minus sign.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return missing(value) }
        let text = formatted(value, "%.*f", decimals)
        let digits = text.drop { $0 == "-" }
        let whole = digits.prefix { $0 != "." }
        let fraction = digits.dropFirst(whole.count)
        let isZero = !digits.contains { $0 != "0" && $0 != "." }
        return (text.hasPrefix("-") && !isZero ? "−" : "") + grouped(whole) + fraction
    }

    /// Formats a number with a number of significant digits, as a power of ten if it is very large or very small.
    package static func short(_ value: Double, digits: Int = 4) -> String {
        guard value.isFinite else { return missing(value) }
        if value == 0 { return "0" }
        if value == value.rounded(), value.magnitude < 1e6 { return fixed(value, decimals: 0) }
        if value.magnitude >= 1e6 || value.magnitude < 1e-3 { return scientific(value, digits: digits) }
        let exponent = Int(log10(value.magnitude).rounded(.down))
        return withoutTrailingZeros(fixed(value, decimals: max(0, digits - 1 - exponent)))
    }

    /// Formats a number as a multiple of a power of ten: `2.5×10⁷`.
    static func scientific(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return missing(value) }
        let text = formatted(value, "%.*e", max(0, digits - 1))
        guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
            return text
        }
        let mantissa = withoutTrailingZeros((value < 0 ? "−" : "") + text[..<mark].drop { $0 == "-" })
        if exponent == 0 { return mantissa }
        let power = "10" + superscript(exponent)
        if mantissa == "1" { return power }
        return mantissa == "−1" ? "−" + power : "\(mantissa)×\(power)"
    }

    /// Formats a number of bytes with a unit of powers of 1,000.
    package static func bytes(_ value: Double) -> String {
        scaled(value, ["B", "kB", "MB", "GB", "TB", "PB"])
    }

    /// Formats a number of seconds.
    package static func seconds(_ value: Double) -> String {
        guard value.isFinite else { return missing(value) }
        if value == 0 { return "0 s" }
        if value.magnitude < 1e-3 { return short(value * 1e6, digits: 3) + " µs" }
        if value.magnitude < 1 { return short(value * 1e3, digits: 3) + " ms" }
        if value.magnitude < 120 { return short(value, digits: 3) + " s" }
        if value.magnitude < 7200 { return short(value / 60, digits: 3) + " min" }
        return short(value / 3600, digits: 3) + " h"
    }

    /// Returns a format for the seconds of an axis, all in the unit that suits the largest.
    static func seconds(upTo largest: Double) -> @Sendable (Double) -> String {
        let units = [(3600.0, "h"), (60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "µs")]
        let (unit, name) = units.first { largest >= 2 * $0.0 } ?? (1e-6, "µs")
        return { "\(short($0 / unit, digits: 3)) \(name)" }
    }

    /// Formats a count and its noun: `1 point`, `20,000 points`.
    package static func count(_ count: Int, _ noun: String) -> String {
        "\(fixed(Double(count), decimals: 0)) \(noun)\(count == 1 ? "" : "s")"
    }

    private static func scaled(_ value: Double, _ units: [String]) -> String {
        guard value.isFinite else { return missing(value) }
        var (value, unit) = (value, 0)
        while value.magnitude >= 999.5, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return "\(short(value, digits: 3)) \(units[unit])"
    }

    private static func missing(_ value: Double) -> String {
        value.isNaN ? "missing" : value < 0 ? "−∞" : "∞"
    }

    private static func grouped(_ digits: Substring) -> String {
        guard digits.count > 4 else { return String(digits) }
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }

    static func withoutTrailingZeros(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    private static func superscript(_ exponent: Int) -> String {
        let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        return String("\(exponent)".map { $0 == "-" ? "⁻" : digits[$0.wholeNumberValue ?? 0] })
    }

    private static func formatted(_ value: Double, _ format: String, _ digits: Int) -> String {
        withVaList([CInt(digits), value]) { arguments in
            // A double has at most 309 digits before the decimal point.
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 330 + digits) { buffer in
                guard let text = buffer.baseAddress else { return "" }
                vsnprintf(text, buffer.count, format, arguments)
                return String(cString: text)
            }
        }
    }
}

extension NumberText {
    /// 10⁰ to 10⁶.
    static let powers: [Double] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
}
