import Foundation

/// Masks measurements and rounding errors in output, so that it can be compared between runs and machines.
///
/// A measurement is a number followed by a unit (`1.25 s`, `340ms`, `2.1×`, `85 MB`). In a block fenced as `text
/// timings`, such as a table with units in its header, all numbers with a decimal point and all percentages are
/// measurements. In lines with measurements, repeated spaces and dashes are collapsed, because column widths depend
/// on the digits.
///
/// Numbers with at least 12 significant digits are rounded to 9, because the last digits depend on the processor, for
/// which OpenBLAS selects its kernels.
public enum Mask {
    private static let unit = "(?:ns|µs|us|ms|s|min|×|[kMG]i?B|bytes)"

    /// Returns the lines with masked measurements.
    public static func lines(_ lines: [String], isTimed: Bool) throws -> [String] {
        let measurement = try Regex("[0-9]+(?:\\.[0-9]+)?(?:e-?[0-9]+)? ?\(unit)(?![A-Za-z0-9])")
        let decimal = try Regex("[0-9]+\\.[0-9]+|[0-9]+ ?%")
        let long = /-?[0-9]+\.[0-9]{6,}(?:e-?[0-9]+)?/
        return lines.map { line in
            let rounded = line.replacing(long) { Self.rounded(String($0.output)) }
            var masked = rounded.replacing(measurement, with: "#")
            if isTimed { masked = masked.replacing(decimal, with: "#") }
            return masked == rounded && !isTimed ? rounded : collapsed(masked)
        }
    }

    private static func rounded(_ text: String) -> String {
        let digits = text.prefix { $0 != "e" }.drop { !("1"..."9").contains($0) }.count(where: \.isNumber)
        guard digits >= 12, let number = Double(text) else { return text }
        return String(format: "%.8e", number)
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
