#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Formats numbers for tables and messages.
enum Numerals {
    /// Formats a number with the given number of decimal places; `nan` and infinities as `description` does.
    static func fixed(_ value: Double, _ digits: Int) -> String { formatted(value, "%.*f", digits) }

    /// Formats a number with five significant digits, and a whole number below a billion in full.
    static func short(_ value: Double) -> String {
        value.magnitude < 1e9 && value == value.rounded() ? fixed(value + 0, 0) : formatted(value, "%.*g", 5)
    }

    private static func formatted(_ value: Double, _ format: String, _ digits: Int) -> String {
        guard value.isFinite else { return "\(value)" }
        return withVaList([CInt(digits), value]) { arguments in
            // A double has at most 309 digits before the decimal point.
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 330 + digits) { buffer in
                guard let text = buffer.baseAddress else { return "" }
                vsnprintf(text, buffer.count, format, arguments)
                return String(cString: text)
            }
        }
    }

    /// Formats the number of tasks that ran, with that before merging if it is larger.
    static func tasks(_ tasks: (naive: Int, run: Int)) -> String {
        guard tasks.run < tasks.naive else { return count(tasks.run, "task") }
        let saved = percent(1 - Double(tasks.run) / Double(tasks.naive))
        return "\(tasks.naive) tasks before merging, \(tasks.run) after (\(saved) saved)"
    }

    /// Formats a score with four decimal places, or fewer for large scores.
    static func score(_ value: Double) -> String {
        fixed(value, abs(value) >= 1000 ? 1 : abs(value) >= 100 ? 2 : 4)
    }

    /// Formats seconds with one to four decimal places, by magnitude.
    static func seconds(_ value: Double) -> String {
        fixed(value, value < 0.1 ? 4 : value < 10 ? 2 : 1)
    }

    /// Formats a fraction as a whole percentage.
    static func percent(_ fraction: Double) -> String { "\(fixed(100 * fraction, 0)) %" }

    /// Formats a number of bytes in megabytes of 10⁶ bytes.
    static func bytes(_ value: Int) -> String {
        let megabytes = Double(value) / 1e6
        return fixed(megabytes, megabytes < 9.95 ? 1 : 0) + " MB"
    }

    /// Formats a count and its noun: `1 split`, `5 splits`.
    static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
