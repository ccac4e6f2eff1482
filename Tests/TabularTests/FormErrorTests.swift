import Testing

@testable import Tabular

/// What is wrong with a file's form, and how it is said.
@Suite struct FormErrorTests {
    static let samples: [(text: String, message: String)] = [
        ("", "t.csv: the file is empty; expected a header and rows"),
        ("\u{FEFF}", "t.csv: the file is empty; expected a header and rows"),
        ("\n\r\n\n", "t.csv: the file is empty; expected a header and rows"),
        (
            "\na\n1\n",
            "t.csv:1: blank line before other rows; blank lines are allowed only at the end of a file"
                + " (write \"\" for a missing value)"
        ),
        ("a,b", "t.csv: the file has a header but no rows"),
        ("a,b\r\n\r\n", "t.csv: the file has a header but no rows"),
        (
            "a,b,c\n1,2,3\n1,2\n",
            "t.csv:3:c: the row has 2 values; expected 3, one for each name in the header"
        ),
        ("a,b\n1,2\n7\n", "t.csv:3:b: the row has 1 value; expected 2, one for each name in the header"),
        (
            "a,b\n1,2\n1,2,3",
            "t.csv:3:#3: the row has 3 values; expected 2, one for each name in the header"
        ),
        (
            "a,b\n\"x\n\ny\",2\n\"\n\n\"\n",
            "t.csv:5:b: the row has 1 value; expected 2, one for each name in the header"
        ),
        (
            "a,b\n1,2\n\n3,4\n",
            "t.csv:3: blank line before other rows; blank lines are allowed only at the end of a file"
                + " (write \"\" for a missing value)"
        ),
        (
            "a\n1\n\r\n3\n",
            "t.csv:3: blank line before other rows; blank lines are allowed only at the end of a file"
                + " (write \"\" for a missing value)"
        ),
        ("a,b,a\n1,2,3\n", "t.csv:1:a: columns 1 and 3 have the same name; column names must be unique"),
        ("a,,c\n1,2,3\n", "t.csv:1:#2: column 2 has no name; every column must have one"),
        ("a,\" \"\n1,2\n", "t.csv:1:#2: column 2 has no name; every column must have one"),
        ("a,b\n1,\"x\ny\nz", "t.csv:2:b: the quote that begins this value is never closed"),
        ("a,b\n\"x\ny\",\"z\n", "t.csv:3:b: the quote that begins this value is never closed"),
        ("a,\"b\n1,2\n", "t.csv:1:#2: the quote that begins this value is never closed"),
        (
            "a,b\n1,\"x\"yz\n",
            "t.csv:2:b: 'yz' follows a closing quote; expected the separator or the end of the line"
                + " (double a quote inside quotes)"
        ),
        (
            "a,b\n\"x\" ,1\n",
            "t.csv:2:a: ' ' follows a closing quote; expected the separator or the end of the line"
                + " (double a quote inside quotes)"
        ),
        (
            "a,b\n1,5\" pipe\n",
            "t.csv:2:b: quote inside an unquoted value;"
                + " quote the whole value and double the quote inside it"
        ),
        (
            "a,b\n1, \"x\"\n",
            "t.csv:2:b: quote inside an unquoted value;"
                + " quote the whole value and double the quote inside it"
        ),
        (
            "a,b\r1,2\r",
            "t.csv:1:#2: carriage return without a line feed; lines must end in LF or CRLF"
        ),
        (
            "a,b\n1\r,2\n",
            "t.csv:2:a: carriage return without a line feed; lines must end in LF or CRLF"
        ),
        (
            "a,b\n\"1\"\r,2\n",
            "t.csv:2:a: carriage return without a line feed; lines must end in LF or CRLF"
        ),
        (
            "a,b\n1,2\n3,x\r\r\n",
            "t.csv:3:b: carriage return without a line feed; lines must end in LF or CRLF"
        ),
    ]

    @Test(arguments: samples.indices) func isNamedWithItsPlace(index: Int) {
        let sample = Self.samples[index]
        #expect(message { _ = try table(sample.text) } == sample.message)
    }

    @Test(arguments: samples.indices) func isTheSameInChunksOfAnySize(index: Int) {
        let sample = Self.samples[index]
        for chunkSize in 1...64 {
            let limits = ReadingLimits(chunkSize: chunkSize)
            #expect(
                message { _ = try table(sample.text, limits: limits) } == sample.message,
                "in chunks of \(chunkSize)")
        }
    }

    @Test func textThatIsNotUTF8IsNamedWithItsPlace() {
        func read(_ bytes: [UInt8]) -> String { message { _ = try Table(csv: bytes, name: "t.csv") } }
        #expect(
            read(Array("a,b\n1,x\n2,".utf8) + [0xE9, 0x0A])
                == "t.csv:3:b: the text is not valid UTF-8; save the file as UTF-8")
        #expect(
            read(Array("a,b\n1,2\n2,".utf8) + [0xE9, 0x0A])
                == "t.csv:3:b: the text is not valid UTF-8; save the file as UTF-8")
        #expect(
            read([0xFF, 0xFE, 0x61, 0x00])
                == "t.csv:1:#1: the text is not valid UTF-8; save the file as UTF-8")
        #expect(
            read(Array("a,\"".utf8) + [0xC3, 0x22, 0x0A])
                == "t.csv:1:#2: the text is not valid UTF-8; save the file as UTF-8")
    }

    @Test func anOpenQuoteDoesNotSwallowTheFile() {
        let text = "a\n1\n\"" + String(repeating: "x\n", count: 5000)
        let limits = ReadingLimits(chunkSize: 100, maximumRecordSize: 1000)
        #expect(
            message { _ = try table(text, limits: limits) }
                == "t.csv:3: the row has more than 1000 bytes; a closing quote may be missing")
        #expect(throws: Never.self) {
            try table("a\n\"" + String(repeating: "x", count: 900) + "\"\n", limits: limits)
        }
    }
}
