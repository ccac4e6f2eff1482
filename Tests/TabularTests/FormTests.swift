import Testing

@testable import Tabular

/// What files may look like.
@Suite struct FormTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let text: String
        let names: [String]
        let cells: [[String?]]
        var testDescription: String { text.debugDescription }
    }

    static let samples = [
        Sample("a\n1\n", ["a"], [["1"]]),
        Sample("a,b\n1,2\n3,4\n", ["a", "b"], [["1", "2"], ["3", "4"]]),
        Sample("a,b\n1,2\n3,4", ["a", "b"], [["1", "2"], ["3", "4"]]),
        Sample("a,b\r\n1,2\r\n3,x\r\n", ["a", "b"], [["1", "2"], ["3", "x"]]),
        Sample("a,b\r\n1,x\n3,x\r\n3,y\r", ["a", "b"], [["1", "x"], ["3", "x"], ["3", "y"]]),
        Sample("\u{FEFF}a,b\n1,2\n", ["a", "b"], [["1", "2"]]),
        Sample("\u{FEFF}\"a\",b\r\n1,2\r\n", ["a", "b"], [["1", "2"]]),
        Sample("a,b\n1,2\n\n\n", ["a", "b"], [["1", "2"]]),
        Sample("a\r\n1\r\n\r\n\n\r\n", ["a"], [["1"]]),
        Sample("a\n\"\"\n7\n", ["a"], [[nil], ["7"]]),
        Sample("a,b\n,\n1,\n,2\n", ["a", "b"], [[nil, nil], ["1", nil], [nil, "2"]]),
        Sample("a,b\n,\"\"\nx,  \n,y\n", ["a", "b"], [[nil, nil], ["x", nil], [nil, "y"]]),
        Sample("\"a\",\"b\"\n\"1\",\"2\"\n", ["a", "b"], [["1", "2"]]),
        Sample("\"a,\"\"b\"\"\",c\n\"x,\"\"y\",1\n", ["a,\"b\"", "c"], [["x,\"y", "1"]]),
        Sample("a,b\n\"x\ny\",1\n\"x\r\ny\",2\n", ["a", "b"], [["x\ny", "1"], ["x\r\ny", "2"]]),
        Sample("\"a\nb\",c\n1,2\n", ["a\nb", "c"], [["1", "2"]]),
        Sample("a,b\n\"\"\"\",\"\"\"\"\"\"\n", ["a", "b"], [["\"", "\"\""]]),
        Sample("a,b\n x ,\" y \"\n", ["a", "b"], [[" x ", " y "]]),
        Sample("é,日本\nß,1\n", ["é", "日本"], [["ß", "1"]]),
        Sample(
            "a,b\n1.5,2\n-1,1e3\n,7\n", ["a", "b"], [["1.5", "2.0"], ["-1.0", "1000.0"], [nil, "7.0"]]),
        Sample("a\n1\n2.5\n", ["a"], [["1.0"], ["2.5"]]),
        // Text below numbers keeps their spelling.
        Sample(
            "a,b\n007,1\n1.50,2\n,3\nx,4\n", ["a", "b"],
            [["007", "1"], ["1.50", "2"], [nil, "3"], ["x", "4"]]),
        Sample("a,b\n1,\"x\ny\"\nz,w\n", ["a", "b"], [["1", "x\ny"], ["z", "w"]]),
        Sample("a\n12345678\n123456789\n-5\n", ["a"], [["12345678"], ["123456789"], ["-5"]]),
        Sample(
            "longheader1,longheader2\n1234567,12345678\n", ["longheader1", "longheader2"],
            [["1234567", "12345678"]]),
    ]

    @Test(arguments: samples) func isRead(sample: Sample) throws {
        let table = try table(sample.text)
        #expect(table.columnNames == sample.names)
        #expect(table.rowCount == sample.cells.count)
        #expect(table.cells == sample.cells)
    }

    /// Wherever the file is cut into chunks, the table is the same.
    @Test(arguments: samples) func isReadAlikeInChunksOfAnySize(sample: Sample) throws {
        let whole = try table(sample.text).contents
        for chunkSize in 1...64 {
            let cut = try table(sample.text, limits: ReadingLimits(chunkSize: chunkSize))
            #expect(cut.contents == whole, "in chunks of \(chunkSize)")
        }
    }

    @Test func kindsAreTheNarrowest() throws {
        let table = try table("i,r,t,n,big\n1,1,x,,1\n,nan,,,2147483648\n-3,1e2,2,,\n")
        #expect(table["i"]?.values == .integer([1, 0, -3]))
        guard case .real(let reals)? = table["r"]?.values, case .real(let big)? = table["big"]?.values,
            case .text(let text)? = table["t"]?.values
        else { throw TabularError.emptyFile(file: "wrong kinds") }
        #expect(reals[0] == 1 && reals[1].isNaN && reals[2] == 100)
        #expect(big[0] == 1 && big[1] == 2_147_483_648 && big[2].isNaN)
        #expect(text.codes == [0, -1, 1] && text.names == ["x", "2"] && text.count == 2)
        #expect(table["n"]?.values == .integer([0, 0, 0]))
        #expect(table.columns.map(\.missing.count) == [1, 1, 1, 3, 1])
        #expect(table["i"]?.missing.contains(1) == true && table["i"]?.missing.contains(2) == false)
        #expect(table["absent"] == nil)
    }

    @Test func manyCategoriesKeepTheirCodes() throws {
        let rows = 5000
        let table = try table("t\n" + (0..<rows * 2).map { "t\($0 % rows)\n" }.joined())
        guard case .text(let categories)? = table["t"]?.values else {
            throw TabularError.emptyFile(file: "not text")
        }
        #expect(categories.names == (0..<rows).map { "t\($0)" })
        #expect(categories.codes == (0..<rows * 2).map { Int32($0 % rows) })
    }

    @Test func rowsFarLongerThanTheFirstAreRead() throws {
        // The first rows suggest a hundred times the rows that there are, then the other way round.
        let narrow = String(repeating: "1\n", count: 3000)
        let wide = String(repeating: "12345678901234567890\n", count: 3000)
        for text in [narrow + wide, wide + narrow] {
            let table = try table("a\n" + text, limits: ReadingLimits(chunkSize: 100))
            #expect(table.rowCount == 6000)
            #expect(Set(table.cells.map { $0[0] }) == ["1.0", "1.2345678901234567e+19"])
        }
    }
}

extension FormTests.Sample {
    init(_ text: String, _ names: [String], _ cells: [[String?]]) {
        self.init(text: text, names: names, cells: cells)
    }
}
