/// Masks measurements in output, so that it can be compared between runs.
///
/// A measurement is a number followed by a unit (`1.25 s`, `340ms`, `2.1×`, `85 MB`). In a block fenced as `text
/// timings`, such as a table with units in its header, all numbers with a decimal point and all percentages are
/// measurements. In lines with measurements, repeated spaces and dashes are collapsed, because column widths depend
/// on the digits.
public enum Mask {
    private static let unit = "(?:ns|µs|us|ms|s|min|×|[kMG]i?B|bytes)"

    /// Returns the lines with masked measurements.
    public static func lines(_ lines: [String], isTimed: Bool) throws -> [String] {
        let measurement = try Regex("[0-9]+(?:\\.[0-9]+)?(?:e-?[0-9]+)? ?\(unit)(?![A-Za-z0-9])")
        let decimal = try Regex("[0-9]+\\.[0-9]+|[0-9]+ ?%")
        return lines.map { line in
            var masked = line.replacing(measurement, with: "#")
            if isTimed { masked = masked.replacing(decimal, with: "#") }
            return masked == line && !isTimed ? line : collapsed(masked)
        }
    }

    private static func collapsed(_ line: String) -> String {
        var result = ""
        for character in line {
            if let last = result.last, last == character, " -─".contains(character) { continue }
            result.append(character)
        }
        return result.last == " " ? String(result.dropLast()) : result
    }
}
