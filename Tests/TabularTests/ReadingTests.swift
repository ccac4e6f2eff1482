import Foundation
import Learning
import Testing

@testable import Tabular

/// Other separators, decimal marks, texts of missing cells, and kinds of columns.
@Suite struct ReadingTests {
    private struct Golden: Decodable {
        struct Sample: Decodable {
            let form, text, separator, decimal: String
            let missing, categories, kinds: [String]
            let usesStandardMissing: Bool
            let cells: [[Cell?]]
        }
        let missing, present: [String]
        let samples: [Sample]
    }

    private enum Cell: Decodable, Equatable {
        case number(Double)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    @Test func kindsAndCellsAreThoseOfPandas() throws {
        for sample in try golden("reading", as: Golden.self).samples {
            let options = ReadingOptions(
                separator: Character(sample.separator), decimal: .init(rawValue: sample.decimal) ?? .point,
                missing: sample.missing, usesStandardMissing: sample.usesStandardMissing,
                types: Dictionary(uniqueKeysWithValues: sample.categories.map { ($0, .category) }))
            for chunkSize in [13, 1 << 18] {
                let table = try table(
                    sample.text, options: options, limits: ReadingLimits(chunkSize: chunkSize))
                #expect(table.columns.map(\.kind.rawValue) == sample.kinds, "\(sample.form)")
                #expect(table.columns.map(cells) == sample.cells, "\(sample.form)")
            }
        }
    }

    private func cells(of column: Column) -> [Cell?] {
        (0..<column.count).map { row in
            column[row].map { text in
                column.kind == .number ? .number(Double(text) ?? .nan) : .text(text)
            }
        }
    }

    @Test func missingTextsAreThoseOfPandas() throws {
        let golden = try golden("reading", as: Golden.self)
        #expect(Set([""] + ReadingOptions.standardMissing) == Set(golden.missing))
        for text in golden.missing {
            let column = try table("a\n\"\(text)\"\n \(text)\t\nx\n").columns[0]
            #expect(column.missing.count == 2 && column[2] == "x", "\(text)")
        }
        for text in golden.present {
            #expect(try table("a\n\(text)\nx\n").columns[0].missing.isEmpty, "\(text)")
        }
    }

    @Test func aMissingNumberStandsForItsEquals() throws {
        let options = ReadingOptions(missing: ["-999", " ? "])
        let table = try table(
            "i,r,t\n1,0.5,a\n-999,-999.0,-999\n?,-9.99e2,-999.0\n-0999,7,-9\n", options: options)
        #expect(table.cells == [["1", "0.5", "a"], [nil, nil, nil], [nil, nil, nil], [nil, "7.0", "-9"]])
        #expect(table.columns.map(\.kind) == [.number, .number, .category])
    }

    @Test func typesReplaceTheInferredKinds() throws {
        let text = "zip,day,n,x\n01,2024-01-02,,1\n1 ,2024-01-03,,2\n001,,,3\n"
        let inferred = try table(text)
        #expect(inferred.columns.map(\.kind) == [.number, .date, .number, .number])
        let options = ReadingOptions(
            types: ["zip": .category, "day": .category, "n": .date], ignore: ["x"])
        let typed = try table(text, options: options)
        #expect(typed.columnNames == ["zip", "day", "n"])
        #expect(typed.columns.map(\.kind) == [.category, .category, .date])
        #expect(typed.cells.map { $0[0] } == ["01", "1", "001"])
        let features = try typed.features(excluding: [])
        #expect(features.kinds == [.category, .category, .date])
        #expect(features.table.columns[2].numbers?.allSatisfy(\.isNaN) == true)
        // The same categories result if a model asks for them later.
        let later = try inferred.features(including: ["zip"], kinds: [.category])
        #expect(later.table.columns[0] == features.table.columns[0])
    }

    /// A column of texts has the same categories whether its kind is given, expected by a model, or determined by its cells,
    /// of which numbers may be the first.
    @Test(arguments: ["x\n 7 \n7\n\" 07\"\n y \n", " 7 \nx\n7\n\" 07\"\n y \n"])
    func blanksAroundNumbersAreNoPartOfCategories(cells: String) throws {
        var expected = ReadingOptions()
        expected.expectedTypes = ["c": .category]
        for options in [ReadingOptions(), ReadingOptions(types: ["c": .category]), expected] {
            let column = try table("c\n" + cells, options: options).columns[0]
            #expect(column.kind == .category && column.count == 5)
            #expect(Set((0..<5).map { column[$0] }) == ["7", "x", "07", " y "])
        }
    }

    @Test func expectedTypesMayBeAbsent() throws {
        var options = ReadingOptions(types: ["b": .number])
        options.expectedTypes = ["a": .category, "b": .category, "c": .number]
        #expect(try table("a,b\n1,2\n", options: options).columns.map(\.kind) == [.category, .number])
    }

    @Test(
        arguments: [
            ("a,b\n1,2\n3,x\n", "b", .number, "t.csv:3:b: the column must contain numbers, but found 'x'"),
            ("a,b\n1,2.5\n3,x\n", "b", .number, "t.csv:3:b: the column must contain numbers, but found 'x'"),
            (
                "a,b\n\"1\n\",2024-01-01\n3,2024-02-30\n", "b", .date,
                "t.csv:4:b: the column must contain dates such as 2024-03-31 or 2024-03-31T18:30:00Z, but found '2024-02-30'"
            ),
            ("a,b\n1,2\n", "c", .number, "t.csv: there is no column 'c'; did you mean 'a' or 'b'?"),
        ] as [(String, String, ColumnKind, String)])
    func aCellOfAnotherKindIsAnError(text: String, column: String, kind: ColumnKind, expected: String) {
        for chunkSize in [5, 1 << 18] {
            let found = message {
                _ = try table(
                    text, options: ReadingOptions(types: [column: kind]),
                    limits: ReadingLimits(chunkSize: chunkSize))
            }
            #expect(found == expected)
        }
    }

    @Test func ignoredColumnsMustExist() throws {
        let text = "age,b,a\n1,2,3\n"
        #expect(
            message { _ = try table(text, options: ReadingOptions(ignore: ["c"])) }
                == "t.csv: there is no column 'c'; did you mean 'b' or 'a'?")
        #expect(
            message { _ = try table(text, options: ReadingOptions(ignore: ["age", "b", "a"])) }
                == "t.csv: there are no columns; a table has at least one")
        let left = try table("x,y,z\nq,001,3\n,1,4\n", options: ReadingOptions(ignore: ["x"]))
        #expect(left.cells == [["1", "3"], ["1", "4"]])
        #expect(try left.groups("y").classes == ["001", "1"])
    }

    @Test(arguments: ["\"", "\n", "\r\n", "a", "Z", "5", "-", "+", "é", "\u{1}", "."] as [Character])
    func whatCannotSeparateIsRefused(separator: Character) {
        let options = ReadingOptions(separator: separator)
        #expect(message { _ = try table("a\n1\n", options: options) }.contains("cannot separate cells"))
    }

    @Test func separatorsAndMarksDiffer() {
        #expect(
            message { _ = try table("a\n1\n", options: ReadingOptions(separator: ",", decimal: .comma)) }
                .hasPrefix("',' cannot separate cells"))
    }

    @Test func categoriesAreNoNumbers() throws {
        let table = try table("x,y\n1,1\n2,2\n", options: ReadingOptions(types: ["y": .category]))
        #expect(
            message { _ = try table.dataset(target: "y", problem: .regression) }
                == "the type of the column 'y' is category, but a target must be a number")
        #expect(try table.dataset(target: "y").target == .labels(["1", "2"]))
        #expect(
            try self.regression("x,y\n1,1\n2,2\n").target == .values([1, 2]))
    }

    private func regression(_ text: String) throws -> Dataset {
        try table(text, options: ReadingOptions(types: ["y": .number])).dataset(target: "y")
    }
}
