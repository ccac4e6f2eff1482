import Learning
import LinearAlgebra
import Testing

@testable import Tabular

/// Rows without a target are dropped if this is asked for.
@Suite struct MissingTargetTests {
    private let text = "x,c,y,g\n1,a,NA,\n2,b,u,1\n,c,v,2\ninf,d,,3\n4,,u,4.5\n"

    @Test func theOtherRowsRemain() throws {
        let table = try table(text)
        let data = try table.dataset(target: "y", excluding: ["g"], dropMissingTarget: true)
        #expect(data.target == .labels(["u", "v", "u"]))
        let columns = data.features.table.columns
        #expect(columns[1] == .categories(CategoryColumn(["b", "c", nil])))
        #expect(columns[0].numbers.map { [$0[0], $0[2]] } == [2, 4] && columns[0].firstMissing == 1)
        #expect(
            message { _ = try table.dataset(target: "y") }
                == "t.csv:2:y: the target is missing in 2 of 5 rows, of which this is the first;"
                + " drop them with --drop-missing-target (in Swift, dropMissingTarget: true)")
    }

    @Test func errorsNameTheFirstCellThatRemains() throws {
        let rest = try table("x,y,g\ninf,,1\n1,u,\n2,,\n-inf,v,2.5\n").droppingRows(missing: "y")
        #expect(
            message { _ = try rest.dataset(target: "y") }
                == "t.csv:5:x: a feature must be finite, but found '-inf'")
        #expect(
            message { _ = try rest.groups("g") }
                == "t.csv:3:g: a group must have a value, but the cell is empty")
        let again = try rest.droppingRows(missing: "g")
        #expect(
            message { _ = try again.groups("g") }
                == "t.csv:5:g: a group must be text or a whole number, but found '2.5'")
        #expect(again.cells == [["-inf", "v", "2.5"]])
    }

    @Test func paddedIntegersKeepTheirSpelling() throws {
        let data = try table("x,y\n1,01\n2,\n3,1\n4,01\n").dataset(target: "y", dropMissingTarget: true)
        #expect(data.target == .labels(["01", "1", "01"]))
        #expect(data.features.matrix == Matrix([[1], [3], [4]]))
    }

    @Test func atLeastOneRowMustRemain() throws {
        let table = try table("x,y\n1,\n2,NA\n")
        let expected = "t.csv: every cell of the column 'y' is missing"
        #expect(message { _ = try table.dataset(target: "y", dropMissingTarget: true) } == expected)
        #expect(message { _ = try table.dataset(target: "y", problem: .regression) } == expected)
    }

    @Test func linesAreThoseOfTheFile() throws {
        let rows = (0..<50_000).map { $0 == 1 ? "1,\"two\nlines\"" : "\($0 % 7 == 0 ? "" : "5"),text" }
        try withFolder { folder in
            let path = folder.appendingPathComponent("t.csv").path
            try (["\"a\nheader\",b"] + rows).joined(separator: "\n").write(
                toFile: path, atomically: true, encoding: .utf8)
            let table = try Table(csv: path)
            let whole = try [0, 1, 2, 49_999].map { try table.line(ofRow: $0) }
            #expect(whole == [3, 4, 6, 50_003])
            let kept = try table.droppingRows(missing: "a\nheader")
            #expect(kept.rowCount == 50_000 - 7143)
            #expect(try [0, 1, 6].map { try kept.line(ofRow: $0) } == [4, 6, 12])
        }
        #expect(try Table(columns: [Column("x", [1, 2])]).line(ofRow: 1) == 3)
    }
}
