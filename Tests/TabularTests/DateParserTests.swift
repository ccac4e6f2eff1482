import Testing

@testable import Tabular

/// Dates are what Python's datetime reads in the accepted part of ISO 8601.
@Suite struct DateParserTests {
    private struct Golden: Decodable {
        let texts: [String]
        let seconds: [Double?]
    }

    @Test func secondsAreThoseOfPythonToTheBit() throws {
        let golden = try golden("dates", as: Golden.self)
        #expect(golden.texts.count > 1500)
        for (text, seconds) in zip(golden.texts, golden.seconds) {
            let found = Array(text.utf8).withUnsafeBufferPointer { DateParser.seconds($0) }
            #expect(found == seconds, "\(text)")
        }
    }

    /// Every day of 800 years is the day after the one before.
    @Test func daysAreConsecutive() {
        var expected = DateParser.daysSinceEpoch(1600, 1, 1)
        #expect(expected == -135_140)
        for year in 1600..<2400 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, days) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for day in 1...days {
                    #expect(DateParser.daysSinceEpoch(year, month + 1, day) == expected)
                    expected += 1
                }
            }
        }
    }
}
