import Learning

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A linear or logarithmic range of numbers: `START:STOP:lin:COUNT` or `START:STOP:log:COUNT`, both ends included.
struct ValueRange {
    /// The numbers; integers if both ends are written as integers and all numbers are whole.
    let values: [ParameterValue]

    /// Parses a range; nil if the text does not have the form of one: four parts separated by colons.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)`` if a part is invalid.
    init?(_ text: PlacedText) throws {
        if let first = text.text.unicodeScalars.first, "{[(\"'".unicodeScalars.contains(first) { return nil }
        let parts = text.text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count > 1, parts.count >= 4 || Double(parts[0]) != nil else { return nil }

        func malformed(_ found: String, _ expected: String) -> TextError {
            .malformed(at: text.place, found: found, expected: expected)
        }
        guard parts.count == 4 else {
            throw malformed(
                "'\(text.text)'",
                "START:STOP:log:COUNT, START:STOP:lin:COUNT, or a distribution: LOW:HIGH:uniform, loguniform, int or logint"
            )
        }
        guard let start = Double(parts[0]), start.isFinite else {
            throw malformed("'\(parts[0])'", "a number as the START")
        }
        guard let stop = Double(parts[1]), stop.isFinite else {
            throw malformed("'\(parts[1])'", "a number as the STOP")
        }
        guard let count = Int(parts[3]), (2...1_000_000).contains(count) else {
            throw malformed("'\(parts[3])'", "a whole number from 2 to 1000000 as the COUNT")
        }
        let numbers: [Double]
        switch parts[2] {
        case "lin":
            numbers = Self.linear(start, stop, count)
        case "log":
            guard start > 0, stop > 0 else {
                throw malformed("'\(text.text)'", "a log range with both ends greater than 0")
            }
            numbers = Self.geometric(start, stop, count)
        default: throw malformed("'\(parts[2])'", "'log' or 'lin'")
        }
        let isWhole =
            Int(parts[0]) != nil && Int(parts[1]) != nil && numbers.allSatisfy { Int(exactly: $0) != nil }
        values = numbers.map { isWhole ? .int(Int($0)) : .double($0) }
    }

    private static func linear(_ start: Double, _ stop: Double, _ count: Int) -> [Double] {
        (0..<count).map { index in
            index == count - 1 ? stop : start + (stop - start) * Double(index) / Double(count - 1)
        }
    }

    /// Powers of ten with evenly spaced exponents, like `numpy.logspace`.
    private static func geometric(_ start: Double, _ stop: Double, _ count: Int) -> [Double] {
        [start] + linear(log10(start), log10(stop), count).dropFirst().dropLast().map { pow(10, $0) } + [stop]
    }
}
