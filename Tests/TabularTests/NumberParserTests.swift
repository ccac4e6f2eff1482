import Foundation
import Learning
import Testing

@testable import Tabular

@Suite struct NumberParserTests {
    private struct Golden: Decodable {
        let spellings: [String]
        let bits: [String]
    }

    @Test func readsNumbersToTheBitAsPythonDoes() throws {
        let golden = try golden("float-spellings", as: Golden.self)
        #expect(golden.spellings.count > 5000)
        for (spelling, bits) in zip(golden.spellings, golden.bits) {
            let value = try #require(parse(spelling)?.value, "\(spelling)")
            #expect((value.isNaN ? "nan" : String(value.bitPattern, radix: 16)) == bits, "\(spelling)")
            let german = String(spelling.map { $0 == "." ? "," : $0 })
            #expect(parse(german, decimal: ASCII.comma)?.value.bitPattern == value.bitPattern, "\(german)")
        }
    }

    @Test(arguments: [
        "", " ", ".", "+", "-", "e5", ".e5", "1e", "1e+", "1e5.0", "1.2.3", "1,2", "--1", "+-1", "- 1", "1 2",
        "1_000",
        "0x10", "1d5", "nano", "na", ".nan", "infinit", "infinityy", "1inf", "١", "1e5x", "\r1",
    ])
    func refusesWhatIsNoNumber(spelling: String) {
        #expect(parse(spelling) == nil)
    }

    @Test(arguments: [
        ("0", Number.integer(0)), ("-0", .real(-0.0)), ("+7", .integer(7)), (" 7\t", .integer(7)),
        ("2147483647", .integer(.max)), ("-2147483647", .integer(-.max)),
        ("-2147483648", .real(-2_147_483_648)),
        ("7.0", .real(7)), ("7e0", .real(7)), ("0000000000000000000000000000007", .integer(7)),
        ("00000000000000000000000000000000", .integer(0)),
    ])
    func distinguishesIntegersFromReals(spelling: String, number: Number) {
        #expect(parse(spelling) == number)
        #expect(parse(spelling)?.value.sign == number.value.sign)
    }

    @Test func roundsAsTheStandardLibraryDoes() throws {
        var generator = SplitMix64(state: 1)
        for _ in 0..<20_000 {
            let mantissa =
                UInt64.random(in: 0...9_999_999_999_999_999_999, using: &generator)
                >> UInt64.random(in: 0...63, using: &generator)
            let spelling = "\(mantissa)e\(Int.random(in: -32...32, using: &generator))"
            #expect(parse(spelling)?.value == Double(spelling), "\(spelling)")
        }
    }

    @Test func readsShortIntegersWhateverStandsBeforeThem() {
        var generator = SplitMix64(state: 2)
        for _ in 0..<5000 {
            let length = Int.random(in: 1...10, using: &generator)
            let field = (0..<length).map { _ in UInt8.random(in: 0x30...0x39, using: &generator) }
            var bytes = (0..<8).map { _ in UInt8.random(in: 0...255, using: &generator) } + field
            let spelling = String(decoding: field, as: UTF8.self)
            #expect(shortInteger(bytes, length) == (length <= 8 ? Int32(spelling) : nil), "\(spelling)")

            // Any other byte in the field is refused.
            let place = 8 + Int.random(in: 0..<length, using: &generator)
            bytes[place] = [0x2F, 0x3A, 0x2D, 0x20, 0x00, 0xB5, 0xFF].randomElement(using: &generator) ?? 0
            #expect(shortInteger(bytes, length) == nil)
        }
    }

    @Test func decimalCommasReplacePoints() {
        #expect(parse("1,5", decimal: ASCII.comma) == .real(1.5))
        #expect(parse("1.5", decimal: ASCII.comma) == nil)
        #expect(parse("1.234,5", decimal: ASCII.comma) == nil)
    }

    private func parse(_ spelling: String, decimal: UInt8 = ASCII.point) -> Number? {
        Array(spelling.utf8).withUnsafeBufferPointer { NumberParser.parse($0, decimal: decimal) }
    }

    private func shortInteger(_ bytes: [UInt8], _ length: Int) -> Int32? {
        bytes.withUnsafeBufferPointer {
            NumberParser.shortInteger(UnsafeBufferPointer(rebasing: $0.suffix(length)))
        }
    }
}
