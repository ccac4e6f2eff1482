import Foundation
import Testing

@testable import Learning

/// Names of classes are bytes, and any of them can be given a weight.
@Suite struct ClassNameTests {
    /// What is printed is read as what it was.
    @Test func mapsComeBackFromTheirText() throws {
        let names = [
            "a", "New York", "a:b, c", "q\"x'y", "{", "(x)", " a", "b ", "", "x|y", "e\u{301}", "\u{E9}", "1",
            "K", "\u{212A}", "new\nline",
        ]
        let weights = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { (ExactText($1), Double($0) + 0.5) })
        let value = ParameterValue.map(weights)
        #expect(weights.count == names.count)
        #expect(ParameterValue(text: value.description) == value)
        let decoded = try JSONDecoder().decode(ParameterValue.self, from: JSONEncoder().encode(value))
        #expect(decoded == value)
    }

    @Test func mapsAreReadAsWritten() {
        #expect(ParameterValue(text: "{New York: 9 , 'it''s': 2}") == .map(["New York": 9, "it's": 2]))
        #expect(ParameterValue(text: "{}") == .map([:]))
        for wrong in ["{New York 9}", "{a:1,a:2}", "{a:b}", "{a:1", "{'a:1}", "{:1}", "{a:1,}", "{a:1}x"] {
            #expect(ParameterValue(text: wrong) == .string(wrong))
        }
    }

    @Test func aWeightIsOfTheClassOfItsBytes() throws {
        let labels = Labels(["e\u{301}", "\u{E9}", "K", "\u{212A}"])
        #expect(labels.classes.count == 4)
        let weights = try ClassWeight.weights(["\u{E9}": 2, "\u{212A}": 3]).weights(for: labels)
        #expect(zip(labels.classes, weights).filter { $1 == 2 }.map { Array($0.0.utf8) } == [[0xC3, 0xA9]])
        #expect(weights.sorted() == [1, 1, 2, 3])
    }
}
