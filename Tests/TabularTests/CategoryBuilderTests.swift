import Testing

@testable import Tabular

/// The hash table that assigns codes to texts.
@Suite struct CategoryBuilderTests {
    private func codes(of texts: [[UInt8]], in builder: inout CategoryBuilder) -> [Int32] {
        texts.map { text in
            text.withUnsafeBufferPointer { text in builder.code(of: text, isNew: {}) }
        }
    }

    @Test func codesCountUpByFirstOccurrence() {
        var builder = CategoryBuilder()
        let texts = (0..<30_000).map { Array("text \($0 % 20_000)".utf8) }
        #expect(codes(of: texts, in: &builder) == (0..<30_000).map { $0 % 20_000 })
        #expect(!builder.isKeyed)
        #expect(builder.ends.count == 20_000)
    }

    /// Each pair of words of these texts is changed in bits that the multiplication and the shift of the hash map to the same
    /// state.
    @Test func textsMadeToCollideAreToldApart() {
        let pairs = 12
        let texts = (0..<1 << pairs).map { number in
            (0..<pairs).flatMap { pair -> [UInt8] in
                let isChanged = number >> pair & 1 == 1
                let first: UInt64 = isChanged ? 1 << 63 : 0
                let second: UInt64 = isChanged ? 1 << 63 | 1 << 31 : 0
                return [first, second].flatMap { word in (0..<8).map { UInt8(word >> (8 * $0) & 0xFF) } }
            }
        }
        var builder = CategoryBuilder()
        let expected = texts.indices.map { Int32($0) }
        #expect(codes(of: texts, in: &builder) == expected)
        #expect(builder.isKeyed)
        #expect(codes(of: texts, in: &builder) == expected)
    }
}
