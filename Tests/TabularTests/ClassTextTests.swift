import Foundation
import Learning
import LinearAlgebra
import Testing

@testable import Tabular

/// Classes, groups and columns are what the file has, to the byte.
@Suite struct ClassTextTests {
    struct Sample: CustomTestStringConvertible {
        let cells, classes: [String]
        var testDescription: String { "\(cells)" }
        init(_ cells: [String], _ classes: [String]) { (self.cells, self.classes) = (cells, classes) }

        var text: String { "x,y\n" + cells.enumerated().map { "\($0),\($1)\n" }.joined() }
    }

    /// Numeric cells and the sorted classes: integers if all cells have the usual form, otherwise texts.
    static let samples = [
        Sample(["10", "9", "-1", "0", "9"], ["-1", "0", "9", "10"]),
        Sample(["3000000000", "9", "12"], ["9", "12", "3000000000"]),
        Sample(["1", "001", "1", "10", "9"], ["001", "1", "10", "9"]),
        Sample(["00000000001", "1"], ["00000000001", "1"]),
        Sample(["+1", "-1", "1"], ["+1", "-1", "1"]),
        Sample(["0", "-0", "00"], ["-0", "0", "00"]),
        Sample(["1.0", "10.0", "2e0", "010"], ["010", "1.0", "10.0", "2e0"]),
        Sample(["3000000000", "03000000000", "3e9"], ["03000000000", "3000000000", "3e9"]),
        Sample(["\"001\"", "001", "\"1\""], ["001", "1"]),
        Sample(["\u{E9}", "e\u{301}", "z", "\u{E9}"], ["e\u{301}", "z", "\u{E9}"]),
        Sample(["\u{212A}", "K", "001", "1"], ["001", "1", "K", "\u{212A}"]),
        Sample(["New York", "NewYork", " NewYork"], [" NewYork", "New York", "NewYork"]),
    ]

    private func plain(_ cell: String) -> String {
        cell.hasPrefix("\"") ? String(cell.dropFirst().dropLast()) : cell
    }

    @Test(arguments: samples) func classesAreWhatTheFileHas(_ sample: Sample) throws {
        let labels = try #require(
            try table(sample.text).dataset(target: "y", problem: .classification).target.labels)
        #expect(exact(labels.classes) == exact(sample.classes))
        #expect(exact(labels.names) == exact(sample.cells.map(plain)))
        #expect(try table(sample.text).groups("y") == labels)
        #expect(try table(sample.text).target("y", problem: .classification).labels == labels)
    }

    /// A chunk ends anywhere, and what was read before it is kept.
    @Test(arguments: samples) func chunksMakeNoDifference(_ sample: Sample) throws {
        let expected = try table(sample.text).groups("y")
        for chunkSize in 4..<40 {
            let cut = try table(sample.text, limits: ReadingLimits(chunkSize: chunkSize))
            #expect(try cut.groups("y") == expected)
        }
    }

    @Test(arguments: samples.filter { Double($0.cells[0]) != nil && !$0.cells.contains("K") })
    func asFeaturesTheyAreNumbers(_ sample: Sample) throws {
        let features = try #require(table(sample.text).features(including: ["y"]).matrix)
        #expect((0..<features.rows).map { features[$0, 0] } == sample.cells.map { Double($0) ?? .nan })
    }

    @Test func blanksAroundNumbersDoNotCount() throws {
        #expect(try table("g\n 1\n1 \n\t10\n").groups("g").classes == ["1", "10"])
        #expect(try table("g\n 01\n01 \n\t10\t\n").groups("g").classes == ["01", "10"])
    }

    @Test func theWholeOfALargeFileIsReadAgain() throws {
        let rows = 30_000
        let names = (0..<rows).map { $0 % 7 == 0 ? "0\($0 % 10)" : "\($0 % 10)" }
        let text = "x,y\n" + names.enumerated().map { "\($0),\($1)\n" }.joined()
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        let fromFile = try Table(csv: file.path)
        let labels = try fromFile.groups("y")
        #expect(labels == Labels(names))
        #expect(labels.classes.count == 20)
        let pipe = Pipe()
        let writing = Thread {
            pipe.fileHandleForWriting.write(Data(text.utf8)); try? pipe.fileHandleForWriting.close()
        }
        writing.start()
        #expect(try Table(csv: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)").groups("y") == labels)

        try Data("x,y\n1,2\n".utf8).write(to: file)
        #expect(
            message { _ = try fromFile.groups("y") }
                == "\(file.path): cannot be read: the file changed after it was read")
        #expect(message { _ = try fromFile.features(including: ["y"]) } == "no error")
    }

    @Test func columnsAreToldByTheirBytes() throws {
        let names = try table("\u{E9},e\u{301},K,\u{212A}\n1,2,a,b\n3,4,b,a\n")
        #expect(names["\u{E9}"]?.values == .integer([1, 3]))
        #expect(names["e\u{301}"]?.values == .integer([2, 4]))
        #expect(try names.features(including: ["e\u{301}", "\u{E9}"]).matrix == Matrix([[2, 1], [4, 3]]))
        #expect(try names.groups("\u{212A}").names == ["b", "a"])
        let data = try names.dataset(target: "K", excluding: ["\u{212A}"])
        #expect(exact(data.featureNames) == ["\u{E9}", "e\u{301}"])
        #expect(
            message { _ = try table("\u{E9}\n1\n").features(including: ["e\u{301}"]) }
                == "t.csv: the model needs a column that is missing: 'e\u{301}'")
        #expect(
            message { _ = try table("\u{E9},\u{E9}\n1,2\n") }
                == "t.csv:1:\u{E9}: columns 1 and 2 have the same name; column names must be unique")
    }
}

private func exact(_ names: [String]) -> [ExactText] { names.map { ExactText($0) } }
