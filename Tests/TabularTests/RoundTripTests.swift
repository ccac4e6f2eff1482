import Learning
import Testing

@testable import Tabular

/// Random tables, written and read again.
@Suite struct RoundTripTests {
    @Test func textSurvivesWhateverItHolds() throws {
        let pieces = [
            "a", "b", ",", "\"", "\n", "\r\n", " ", "é", "日", "1", ".", "-", "\"\"", ",,", "12345678",
        ]
        for seed in 0..<300 {
            var generator = SplitMix64(state: UInt64(seed))
            let (rows, columns) = (
                Int.random(in: 1...12, using: &generator), Int.random(in: 1...5, using: &generator)
            )
            let cells: [[String]] = (0..<rows).map { _ in
                (0..<columns).map { _ in
                    // The letter in front makes every cell text.
                    (0..<Int.random(in: 0...6, using: &generator)).reduce("x") { text, _ in
                        text + (pieces.randomElement(using: &generator) ?? "")
                    }
                }
            }
            let ending = Bool.random(using: &generator) ? "\n" : "\r\n"
            let header = (0..<columns).map { "c\($0)" }.joined(separator: ",")
            let lines = cells.map { row in
                row.map { Self.quoted($0, always: Bool.random(using: &generator)) }.joined(separator: ",")
            }
            let text =
                ([header] + lines).joined(separator: ending) + (Bool.random(using: &generator) ? ending : "")
            let chunkSize = Int.random(in: 1...40, using: &generator)
            let table = try table(text, limits: ReadingLimits(chunkSize: chunkSize))
            #expect(table.cells == cells, "seed \(seed)")
        }
    }

    @Test func numbersSurviveToTheBit() throws {
        for seed in 0..<50 {
            var generator = SplitMix64(state: UInt64(seed))
            let values = (0..<100).map { _ in Self.finite(using: &generator) }
            let text = "x\n" + values.map { "\($0)\n" }.joined()
            let column = try #require(try table(text, limits: ReadingLimits(chunkSize: 37))["x"])
            #expect(column.values == .real(values), "seed \(seed)")
        }
    }

    private static func quoted(_ text: String, always: Bool) -> String {
        // Newlines are looked for as scalars: CRLF is one character, and not the character LF.
        guard always || text.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else {
            return text
        }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }

    private static func finite(using generator: inout SplitMix64) -> Double {
        while true {
            let value = Double(bitPattern: generator.next())
            if value.isFinite { return value }
        }
    }
}
