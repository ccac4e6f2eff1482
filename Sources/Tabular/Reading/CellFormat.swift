/// How cells are separated and understood: ``ReadingOptions`` in the form that the reader needs.
struct CellFormat: Sendable {
    /// The format according to RFC 4180.
    static let standard = CellFormat(
        separator: ASCII.comma, decimal: ASCII.point, missing: MissingTexts([], decimal: ASCII.point),
        readsNaN: true)

    /// The byte between the cells of a row.
    let separator: UInt8

    /// The byte before the fraction of a number.
    let decimal: UInt8

    /// The texts of missing cells.
    let missing: MissingTexts

    /// Whether `nan` in any case is a number, which marks a missing cell; otherwise, it is text.
    let readsNaN: Bool

    /// Returns the number in a text; nil if it is not a number.
    @inline(__always)
    func number(_ text: UnsafeBufferPointer<UInt8>) -> Number? {
        guard let number = NumberParser.parse(text, decimal: decimal) else { return nil }
        return readsNaN || !number.value.isNaN ? number : nil
    }

    /// Returns the text of a category: without the blanks around it if it is a number, in whatever way the column is read.
    @inline(__always)
    func category(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let trimmed = NumberParser.trimmed(text)
        return trimmed.count == text.count || number(trimmed) == nil ? text : trimmed
    }
}

extension CellFormat {
    /// Creates the format of a file with the given options.
    ///
    /// - Throws: ``TabularError/invalidSeparator(_:)``.
    init(_ options: ReadingOptions) throws {
        guard let separator = options.separator.utf8.first, options.separator.utf8.count == 1,
            Self.canSeparate(separator), options.decimal.rawValue != String(options.separator)
        else { throw TabularError.invalidSeparator(String(options.separator)) }
        let decimal = options.decimal == .point ? ASCII.point : ASCII.comma
        self.init(
            separator: separator, decimal: decimal,
            missing: MissingTexts(
                options.missing, usesStandard: options.usesStandardMissing, decimal: decimal),
            readsNaN: options.usesStandardMissing)
    }

    /// Whether cells may be separated by an ASCII character, so that numbers and quoted texts remain readable.
    private static func canSeparate(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.tab: true
        case ASCII.quote, ASCII.plus, ASCII.minus: false
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            false
        default: (0x20..<0x7F).contains(byte)
        }
    }
}
