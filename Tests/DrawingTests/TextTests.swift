import Testing

@testable import Drawing

@Suite struct TextTests {
    @Test func textsFitTheirWidth() {
        for text in Hostile.names + ["svc.C", "", "i", String(repeating: "W", count: 300)] {
            for width in [12.0, 20, 57, 140, 600] {
                let fitted = TextLine.fitted(text, to: width)
                #expect(TextLine.width(fitted) <= width + 1e-6)
                if TextLine.width(text) <= width, text.unicodeScalars.count < 9 { #expect(fitted == text) }
                if fitted != text, !fitted.isEmpty {
                    #expect(fitted.hasSuffix("…") || text.contains("\u{301}"))
                }
            }
        }
        #expect(TextLine.fitted("standard-scaler", to: 60) == "standar…")
    }

    @Test func oneCharacterCannotBeEndless() {
        let tall = "a" + String(repeating: "\u{301}", count: 10_000)
        #expect(TextLine.fitted(tall, to: 100).unicodeScalars.count <= 8)
        #expect(TextLine.shortened(tall, toCharacters: 10).unicodeScalars.count <= 8)
    }

    @Test func markupAndControlsAreText() {
        #expect(EscapedText.escaped("<a href='x'>&\"") == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;")
        #expect(
            EscapedText.escaped("a\u{0}b\u{1B}[31mc\u{7F}\u{85}") == "a\u{FFFD}b\u{FFFD}[31mc\u{FFFD}\u{FFFD}"
        )
        #expect(EscapedText.escaped("a\r\nb\tc") == "a  b c")
        #expect(
            EscapedText.escaped("abc\u{202E}cba\u{2066}\u{FFFE}\u{1FFFF}")
                == "abc\u{FFFD}cba\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(EscapedText.escaped("שלום é 漢字 👩‍🔬") == "שלום é 漢字 👩‍🔬")
    }

    @Test func numbersReadWell() {
        #expect(NumberText.short(0.956592) == "0.9566")
        #expect(NumberText.short(1797) == "1797")
        #expect(NumberText.short(123_456) == "123,456")
        #expect(NumberText.short(-2.5e-7) == "−2.5×10⁻⁷")
        #expect(NumberText.short(.nan) == "missing")
        #expect(NumberText.fixed(-0.0001, decimals: 2) == "0.00")
        #expect(NumberText.bytes(1_500_000) == "1.5 MB")
        #expect(NumberText.bytes(999_999) == "1 MB")
        #expect(NumberText.seconds(0.0000123) == "12.3 µs")
        #expect(NumberText.seconds(90) == "90 s")
        #expect(NumberText.seconds(7200) == "2 h")
    }

    @Test func coordinatesAreShort() {
        let texts = [0, -0.0, 1, 1.5, -1.05, 0.001, 2.999, 1e300, .nan, -.infinity].map(Coordinate.text)
        #expect(texts == ["0", "0", "1", "1.5", "-1.05", "0", "3", "10000000", "0", "0"])
    }
}
