import Foundation
import Learning
import Testing

/// What is printed of a parameter's value is read as that value, in text and in JSON.
@Suite struct ParameterTextTests {
    private static let pieces = [
        "a", "B", "0", "1", " ", "  ", ":", ",", "{", "}", "[", "]", "(", ")", "|", "\"", "'", "\\", "=",
        "\n", "\t", "\r\n",
        "é", "e", "\u{301}", "\u{212A}", "K", "none", "true", "1.0", ".", "-", "#", "\u{A0}", "😀", "~", ";",
        "\u{37E}",
    ]

    private static func name(_ seed: inout UInt64) -> String {
        func next(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((seed >> 33) % UInt64(bound))
        }
        return (0..<next(6)).map { _ in pieces[next(pieces.count)] }.joined()
    }

    private static func bytes(_ map: [ExactText: Double]) -> [[UInt8]: Double] {
        Dictionary(uniqueKeysWithValues: map.map { (Array($0.key.text.utf8), $0.value) })
    }

    @Test func mapsOfAnyNamesAreReadAgain() throws {
        var seed: UInt64 = 3
        for _ in 0..<5_000 {
            var map: [ExactText: Double] = [:]
            for weight in 0..<4 { map[ExactText(Self.name(&seed))] = Double(weight) + 0.5 }
            let value = ParameterValue.map(map)
            guard case .map(let read) = ParameterValue(text: "\(value)") else {
                return #expect(Bool(false), "\(value)")
            }
            #expect(Self.bytes(read) == Self.bytes(map), "\(value)")
            let json = try JSONEncoder().encode([value])
            guard case .map(let decoded) = try JSONDecoder().decode([ParameterValue].self, from: json)[0]
            else {
                return #expect(Bool(false), "\(value)")
            }
            #expect(Self.bytes(decoded) == Self.bytes(map), "\(value)")
        }
    }

    @Test func wordsAreReadAgain() {
        var seed: UInt64 = 4
        for _ in 0..<5_000 {
            let word = Self.name(&seed)
            guard case .string(let read) = ParameterValue(text: "\(ParameterValue.string(word))") else {
                return #expect(Bool(false), "\(word)")
            }
            #expect(Array(read.utf8) == Array(word.utf8))
        }
    }

    @Test(
        arguments: [
            .null, .bool(true), .int(-3), .double(3), .double(0.1), .double(1e300), .string("balanced"),
            .string("none"),
            .string("1"), .string("TRUE"), .string(""), .string("{a:1}"), .map([:]), .map(["": 1]),
            .list([]), .list([.int(10), .int(20)]), .list([.double(1)]), .list([.list([]), .list([.null])]),
            .list([.string("a,b"), .string("[1]"), .string("")]),
            .list([.map(["a": 1, "b": 2]), .bool(true)]),
            .string("[1]"), .string("[]"),
        ] as [ParameterValue])
    func valuesAreReadAgain(_ value: ParameterValue) {
        #expect(ParameterValue(text: "\(value)") == value)
    }

    /// Lists of words of any characters, and lists of these.
    @Test func listsAreReadAgain() throws {
        var seed: UInt64 = 5
        for _ in 0..<5_000 {
            let words = (0..<3).map { _ in ParameterValue.string(Self.name(&seed)) }
            let value = ParameterValue.list(words + [.list(words), .map([ExactText(Self.name(&seed)): 1])])
            let read = ParameterValue(text: "\(value)")
            #expect(read == value && "\(read)" == "\(value)")
            let json = try JSONEncoder().encode(value)
            #expect(try JSONDecoder().decode(ParameterValue.self, from: json) == value)
        }
    }

    @Test(
        arguments: [
            ("[10,20]", .list([.int(10), .int(20)])), (" [1]", .string(" [1]")),
            ("[ 1 , a b ,'c,d' ]", .list([.int(1), .string("a b"), .string("c,d")])),
            ("[[1,2],{a:1,b:2}]", .list([.list([.int(1), .int(2)]), .map(["a": 1, "b": 2])])),
            ("[ ]", .list([])), ("[\"]\"]", .list([.string("]")])),
            ("[1.5,none]", .list([.double(1.5), .null])),
        ] as [(String, ParameterValue)])
    func lists(_ text: String, _ expected: ParameterValue) {
        #expect(ParameterValue(text: text) == expected)
    }

    @Test(arguments: ["[", "[1", "1]", "[1]]", "[1,]", "[,1]", "[1,,2]", "[(1]", "['a]", "[1]x", "[1],[2]"])
    func malformedListsAreWords(_ text: String) {
        #expect(ParameterValue(text: text) == .string(text))
    }

    /// Deep nesting ends in a word rather than in an exhausted stack.
    @Test func listsAreNestedToALimit() {
        func nested(_ depth: Int) -> ParameterValue {
            ParameterValue(
                text: String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
        }
        func depth(_ value: ParameterValue) -> Int {
            if case .list(let values) = value { 1 + (values.first.map(depth) ?? 0) } else { 0 }
        }
        #expect(depth(nested(16)) == 16 && depth(nested(17)) == 16 && depth(nested(100_000)) == 16)
    }

    @Test(
        arguments: [
            ("{New York:9}", ["New York": 9]), ("{ New  York : 9 , a:1}", ["New  York": 9, "a": 1]),
            ("{\"New York\": 9, 'a:b': 2, plain: 1}", ["New York": 9, "a:b": 2, "plain": 1]),
            ("{\" a \":1}", [" a ": 1]), ("{\"say \"\"hi\"\"\":1}", ["say \"hi\"": 1]),
            ("{'it''s':1}", ["it's": 1]),
            ("{'a,b}':1e2}", ["a,b}": 100]), ("{1:2,01:3,1.0:4}", ["1": 2, "01": 3, "1.0": 4]), ("{}", [:]),
            ("{\u{E9}:1,e\u{301}:2}", ["\u{E9}": 1, "e\u{301}": 2]), ("{\u{301}:1}", ["\u{301}": 1]),
        ] as [(String, [ExactText: Double])])
    func namesOfMaps(_ text: String, _ expected: [ExactText: Double]) {
        #expect(ParameterValue(text: text) == .map(expected))
    }

    /// What is no map is none of another name: it is a word, which no parameter takes for a map.
    @Test(arguments: [
        "{a}", "{a:}", "{:1}", "{a:1,}", "{a:1,a:2}", "{a:1}x", "{a:1", "{\"a:1}", "{\"a\"b:1}", "{a'b:1}",
        "{a:b:1}", "{a:1 2}",
    ])
    func malformedMapsAreRefused(_ text: String) {
        #expect(ParameterValue(text: text) == .string(text))
        #expect(throws: LearningError.self) {
            try SVC().setting("class_weight", to: ParameterValue(text: text))
        }
    }
}
