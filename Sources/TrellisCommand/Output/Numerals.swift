#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Numbers as tables show them.
enum Numerals {
    /// A number with so many digits after the point; `nan` as it is.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "\(value)" }
        return withVaList([CInt(digits), value]) { arguments in
            // 309 digits before the point, at most.
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 330 + digits) { buffer in
                guard let text = buffer.baseAddress else { return "" }
                vsnprintf(text, buffer.count, "%.*f", arguments)
                return String(cString: text)
            }
        }
    }

    /// A score: four digits after the point, or fewer for large ones.
    static func score(_ value: Double) -> String {
        fixed(value, abs(value) >= 1000 ? 1 : abs(value) >= 100 ? 2 : 4)
    }

    /// Seconds, with as many digits as matter.
    static func seconds(_ value: Double) -> String {
        fixed(value, value < 0.1 ? 4 : value < 10 ? 2 : 1)
    }

    /// A share as a whole percentage.
    static func percent(_ share: Double) -> String { "\(fixed(100 * share, 0)) %" }

    /// A number of bytes, in megabytes of 10⁶ bytes.
    static func bytes(_ value: Int) -> String {
        let megabytes = Double(value) / 1e6
        return fixed(megabytes, megabytes < 9.95 ? 1 : 0) + " MB"
    }

    /// A count and its noun: `1 split`, `5 splits`.
    static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
