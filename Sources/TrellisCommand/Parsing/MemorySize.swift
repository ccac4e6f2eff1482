/// An amount of memory as people write it: `512M`, `2G`, `1073741824`.
struct MemorySize: Equatable {
    /// The number of bytes.
    let bytes: Int

    /// What texts must look like.
    static let expectation = "a size such as 512M or 2G"

    /// Reads a whole number and, after it, maybe K, M, G or T (of 1024); nil for anything else, and below 1 M.
    init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 0, "K": 10, "M": 20, "G": 30, "T": 40]
        guard let number = Int(digits), let shift = units[text.dropFirst(digits.count).uppercased()] else {
            return nil
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        guard !overflow, bytes >= 1 << 20 else { return nil }
        self.bytes = bytes
    }

    /// Reads a text that was written somewhere.
    ///
    /// - Throws: ``CommandError/malformed(at:found:expected:)``.
    init(_ text: PlacedText) throws {
        guard let size = MemorySize(text.text) else {
            throw CommandError.malformed(
                at: text.place, found: "'\(text.text)'", expected: "\(Self.expectation), at least 1M")
        }
        self = size
    }
}
