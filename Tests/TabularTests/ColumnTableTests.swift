import Learning
import Testing

@testable import Tabular

@Suite("Tables from columns")
struct ColumnTableTests {
    @Test func areTheTablesOfTheirFiles() throws {
        let table = try Table(columns: [
            Column("count", [3, -1, 12]), Column("height", [1.5, .nan, 1e-300]),
            Column("name, full", ["Ann \"A\"", nil, "B\r\nC"]), Column("big", [1 << 40, 2, 3]),
        ])
        let text = table.csv
        #expect(
            text == """
                count,height,"name, full",big
                3,1.5,"Ann ""A\""",1099511627776
                -1,,,2
                12,1e-300,"B\r\nC",3

                """)
        let back = try Table(csv: Array(text.utf8), name: "table")
        #expect(back.columnNames == table.columnNames && back.rowCount == 3)
        for (one, other) in zip(table.columns, back.columns) {
            #expect(one.missing == other.missing)
            #expect((0..<3).allSatisfy { one[$0] == other[$0] })
        }
        #expect(
            try back.features(including: ["count", "big"]) == table.features(including: ["count", "big"]))
    }

    /// Integers beyond 32 bits are reals, of which some columns are written with a decimal point.
    @Test(
        arguments: [
            (["3000000000", "-1", ""], nil),
            (["-1", "9007199254740991", "-9007199254740991"], nil),
            (["1", "+3000000000", "007"], ["1", "3000000000", "7"]),
            (["9007199254740992", "1"], ["9007199254740992.0", "1.0"]),
            (["3000000000", "1.0"], ["3000000000.0", "1.0"]),
            (["1.0", "3000000000"], ["1.0", "3000000000.0"]),
            (["3000000000", "1e3"], ["3000000000.0", "1000.0"]),
            (["3000000000", "inf"], ["3000000000.0", "inf"]),
        ] as [([String], [String]?)])
    func integersHaveNoDecimalPoint(cells: [String], written: [String]?) throws {
        let read = try table("x,y\n" + cells.map { "\($0),1\n" }.joined())
        let expected = written ?? cells
        #expect(read.csv == "x,y\n" + expected.map { "\($0),1\n" }.joined())
        let column = try #require(read["x"])
        #expect(try Table(columns: [column]).columns[0][0] == expected[0])
        let again = try #require(try table(read.csv)["x"])
        #expect((0..<again.count).allSatisfy { again[$0] == column[$0] })
        let some = try read.droppingRows(missing: "x")
        #expect((0..<some.rowCount).map { some.columns[0][$0] } == expected.filter { $0 != "" })
    }

    @Test func giveDatasets() throws {
        let table = try Table(columns: [
            Column("x", [0.5, 1, 2]), Column("n", [1, 2, 3]), Column("team", ["b", "a", "b"]),
        ])
        let teams = try table.dataset(target: "team")
        #expect(teams.featureNames == ["x", "n"] && teams.target.labels?.codes == [1, 0, 1])
        #expect(try table.dataset(target: "x", excluding: ["team"]).target.values == [0.5, 1, 2])
        #expect(try table.groups("n") == ["1", "2", "3"])
    }

    private static let mixed = [
        Column("x", [0.5, .nan, 2]), Column("y", [1, 2, .infinity]), Column("team", ["b", nil, "a"]),
        Column("day", ["2024-01-02", nil, "1970-01-01T00:00:01Z"]),
    ]

    @Test(
        arguments: [
            ("y", nil, "table:4:y: a feature must be finite, but found 'inf'"),
            ("team", .number, "table:2:team: a feature must be a number, but found 'b'"),
            (
                "team", .date,
                "table:2:team: the column must contain dates such as 2024-03-31 or 2024-03-31T18:30:00Z, but found 'b'"
            ),
            (
                "x", .date,
                "table:2:x: the column must contain dates such as 2024-03-31 or 2024-03-31T18:30:00Z, but found '0.5'"
            ),
        ] as [(String, ColumnKind?, String)])
    func nameTheCellThatIsNoFeature(column: String, kind: ColumnKind?, message: String) throws {
        let table = try Table(columns: Self.mixed)
        let error = try #require(throws: TabularError.self) {
            try table.features(including: [column], kinds: kind.map { [$0] })
        }
        #expect("\(error)" == message)
    }

    @Test func areTypedFeatures() throws {
        let table = try Table(columns: Self.mixed)
        let features = try table.features(including: ["day", "team", "x"])
        #expect(features.kinds == [.date, .category, .number])
        let columns = features.table.columns
        #expect(
            columns[0].numbers.map { [$0[0], $0[2]] } == [1_704_153_600, 1] && columns[0].firstMissing == 1)
        #expect(columns[1] == .categories(CategoryColumn(["b", nil, "a"])))
        #expect(columns[2].numbers.map { [$0[0], $0[2]] } == [0.5, 2] && columns[2].firstMissing == 1)
        let numbers = try table.features(including: ["x"])
        #expect(numbers.matrix?.rows == 3 && numbers.matrix?[1, 0].isNaN == true)
        #expect(
            try table.features(including: ["x"], kinds: [.category]).table.columns == [
                .categories(CategoryColumn(["0.5", nil, "2.0"]))
            ])
    }

    @Test(arguments: [
        ([], "table: there are no columns; a table has at least one"),
        (
            [Column("a", [1]), Column("a", [2])],
            "table:1:a: columns 1 and 2 have the same name; column names must be unique"
        ),
        ([Column("a", [1]), Column("b", [1, 2])], "table: column 'b' has 2 rows; the first column has 1"),
        ([Column("", [1])], "table:1:#1: column 1 has no name; every column must have one"),
    ])
    func haveColumnsOfOneLengthAndUniqueNames(columns: [Column], message: String) throws {
        let error = try #require(throws: TabularError.self) { try Table(columns: columns) }
        #expect("\(error)" == message)
    }
}
