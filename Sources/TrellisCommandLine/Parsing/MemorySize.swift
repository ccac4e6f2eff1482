import Trellis

/// An amount of memory, such as `512M`, `2G` or `1073741824`.
struct MemorySize: Equatable {
    /// The number of bytes.
    let bytes: Int

    /// The expected form, for error messages.
    static let expectation = "a size such as 512M or 2G"

    /// Parses a whole number with an optional unit K, M, G or T (powers of 1024), which a B may follow; nil for other texts
    /// and below 1M.
    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 0, "K": 10, "M": 20, "G": 30, "T": 40]
        var unit = text.dropFirst(digits.count).uppercased()
        if unit.count == 2, unit.hasSuffix("B") { unit.removeLast() }
        guard let number = Int(digits), let shift = units[unit] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        guard !overflow, bytes >= 1 << 20 else { return nil }
        self.bytes = bytes
    }

    /// Parses a text that the user wrote.
    ///
    /// - Throws: ``TextError/malformed(at:found:expected:)``.
    init(_ text: PlacedText) throws {
        guard let size = MemorySize(text.text) else {
            throw TextError.malformed(
                at: text.place, found: "'\(text.text)'", expected: "\(Self.expectation), at least 1M")
        }
        self = size
    }
}
