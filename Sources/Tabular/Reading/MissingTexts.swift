/// The texts that mark a missing cell.
struct MissingTexts: Sendable {
    /// The texts without blanks around them, by length; none is empty.
    private let textsByLength: [[[UInt8]]]

    /// The bytes with which a missing cell may begin, one bit for each.
    ///
    /// Most cells are decided by their first byte.
    private let firstBytes: SIMD4<UInt64>

    /// The numbers that mark missing cells.
    let numbers: [Double]

    private let decimal: UInt8

    /// Creates the set of the given texts, and of the standard ones if these are used.
    init(_ further: [String], usesStandard: Bool = true, decimal: UInt8) {
        func trimmed(_ text: String) -> [UInt8] {
            Array(text.utf8).withUnsafeBufferPointer { Array(NumberParser.trimmed($0)) }
        }
        self.decimal = decimal
        let added = further.map(trimmed).filter { !$0.isEmpty }
        let standard = usesStandard ? ReadingOptions.standardMissing : []
        let texts = Set(standard.map { Array($0.utf8) } + added)
        textsByLength = (0...(texts.map(\.count).max() ?? 0)).map { length in
            texts.filter { $0.count == length }
        }
        numbers = added.compactMap { text in
            text.withUnsafeBufferPointer { NumberParser.parse($0, decimal: decimal)?.value }
        }.filter { !$0.isNaN }
        var first = texts.map { $0[0] } + [ASCII.space, ASCII.tab]
        if !numbers.isEmpty { first += "+-0123456789iI.,".utf8 }
        firstBytes = first.reduce(into: SIMD4()) { $0[Int($1 >> 6)] |= 1 << UInt64($1 & 63) }
    }

    /// Whether the content of a cell marks it as missing: an empty or blank text, one of the texts, or a number that
    /// equals one of them.
    @inline(__always)
    func contains(_ content: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = content.first else { return true }
        let canBegin = firstBytes[Int(first &>> 6)] &>> UInt64(first & 63) & 1 == 1
        return canBegin && containsTrimmed(NumberParser.trimmed(content))
    }

    @inline(never)
    private func containsTrimmed(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if text.isEmpty { return true }
        if text.count < textsByLength.count,
            textsByLength[text.count].contains(where: { $0.elementsEqual(text) })
        {
            return true
        }
        guard !numbers.isEmpty, let number = NumberParser.parse(text, decimal: decimal) else { return false }
        return numbers.contains(number.value)
    }
}
