/// Makes printed lines comparable between runs: measurements, which differ each time, are masked.
///
/// A measurement is a number followed by a unit (`1.25 s`, `340ms`, `2.1×`, `85 MB`). In a block fenced as
/// `text timings`, such as a table with the units in its head, every number with a decimal point or in percent is one
/// too. Where a line has measurements, runs of spaces and of dashes count as one, for columns move with the digits in
/// them.
public enum Mask {
    private static let unit = "(?:ns|µs|us|ms|s|min|×|[kMG]i?B|bytes)"

    /// The lines with measurements masked.
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
