import Foundation
import Testing

@testable import Tabular

/// Descriptions of tables: statistics, associations and warnings.
@Suite struct TableDescriptionTests {
    private struct Golden: Decodable {
        struct Described: Decodable {
            let text: String
            let duplicateRows: Int
            let columns: [Entry]
            let associations: [String: [Association]]
        }
        struct Entry: Decodable {
            let name, kind: String
            let missing, distinct: Int
            let mean, standardDeviation: Double?
            let quantiles: [Double]?
            let histogram: [Int]?
            let categories: [CategoryCount]?
            let first, last: String?
        }
        let tables: [Described]
    }

    /// Sums of a few hundred numbers in another order differ by less than this, relative to their size.
    private let tolerance = 1e-11

    private func isClose(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= tolerance * max(abs(a), abs(b))
    }

    @Test func statisticsAreThoseOfPandas() throws {
        let tables = try golden("description", as: Golden.self).tables
        #expect(tables.count == 6)
        for golden in tables {
            let described = try TableDescription(table(golden.text))
            #expect(described.duplicateRows == golden.duplicateRows)
            #expect(described.columns.count == golden.columns.count)
            for (found, expected) in zip(described.columns, golden.columns) {
                let name = Comment(rawValue: expected.name)
                #expect(found.name == expected.name && found.kind.rawValue == expected.kind, name)
                #expect(found.missing == expected.missing && found.distinct == expected.distinct, name)
                #expect(isClose(found.numbers?.mean, expected.mean), name)
                #expect(isClose(found.numbers?.standardDeviation, expected.standardDeviation), name)
                let quantiles = found.numbers.map {
                    [$0.minimum, $0.lowerQuartile, $0.median, $0.upperQuartile, $0.maximum]
                }
                #expect(
                    zip(quantiles ?? [], expected.quantiles ?? []).allSatisfy { isClose($0, $1) }
                        && quantiles?.count == expected.quantiles?.count, name)
                #expect(found.numbers?.histogram == expected.histogram, name)
                #expect(found.categories == expected.categories, name)
                #expect(found.dates?.first == expected.first && found.dates?.last == expected.last, name)
            }
        }
    }

    @Test func associationsAreThoseOfSciPy() throws {
        var measures: Set<Association.Measure> = []
        for golden in try golden("description", as: Golden.self).tables {
            for (target, expected) in golden.associations {
                let found = try TableDescription(table(golden.text), target: target).associations
                #expect(found.count == expected.count)
                #expect(zip(found, found.dropFirst()).allSatisfy { $0.value.magnitude >= $1.value.magnitude })
                for association in expected {
                    let own = try #require(found.first { $0.column == association.column })
                    #expect(own.measure == association.measure && own.rows == association.rows)
                    // The correction subtracts nearly equal numbers if the association is weak.
                    #expect(
                        abs(own.value * own.value - association.value * association.value) < 1e-10, "\(own)")
                    measures.insert(own.measure)
                }
            }
        }
        #expect(measures.count == Association.Measure.allCases.count)
    }

    @Test func warningsNameWhatIsLikelyWrong() throws {
        let rows = (0..<200).map { row in
            [
                "\(row + 7)", "name \(row)", "5", "", row == 80 || row == 90 ? "about \(row)" : "\(row % 9)",
                "c\(row * 7 % 120)", row == 3 ? "inf" : "\(row)", row % 3 == 0 ? "yes" : "no",
                row % 3 == 0 ? "1" : "0",
            ].joined(separator: ",")
        }
        let text =
            "id,name,same,void,mixed,many,wide,copy,y\n" + (rows + [rows[0]]).joined(separator: "\n") + "\n"
        let warnings = try TableDescription(table(text), target: "y").warnings
        #expect(
            warnings.map { "\($0.kind.rawValue): \($0.message)" } == [
                "identifier: 'id' has 200 distinct values in 201 rows, like an identifier; ignore it with --ignore 'id'",
                "identifier: 'name' has 200 distinct values in 201 rows, like an identifier; ignore it with --ignore 'name'",
                "constant: 'same' has the same value in every row",
                "empty: 'void' has no values: every cell is missing",
                "text-among-numbers: 'mixed' is text because of 2 cells among numbers, the first on line 82: 'about 80'; "
                    + "if it marks a missing cell, use --missing 'about 80'",
                "many-categories: 'many' has 120 categories",
                "infinite: 'wide' has 1 infinite number",
                "leak: 'copy' nearly determines the target 'y'; check that it is known before the target is",
                "duplicate-rows: 1 of 201 rows equals an earlier row",
            ])
        #expect(
            try TableDescription(Table(csv: dataset("iris")), target: "species").warnings.map(\.kind) == [
                .duplicateRows
            ])
    }

    @Test func anUnknownTargetIsAnError() throws {
        #expect(
            message { _ = try TableDescription(table("age,b\n1,2\n"), target: "agee") }
                == "t.csv: there is no column 'agee'; did you mean 'age'?")
    }

    /// Numbers near the limits of a double have finite descriptions, or none.
    @Test func hugeNumbersAreDescribed() throws {
        let text = "x,y,z\n1.7e308,1,inf\n-1.7e308,2,-inf\n1.6e308,1,\n"
        let description = try TableDescription(table(text), target: "y")
        let numbers = try #require(description.columns[0].numbers)
        #expect(numbers.histogram == [1, 0, 0, 0, 0, 0, 0, 0, 0, 2])
        #expect(
            numbers.mean.map { abs($0 / 1.6e308 * 3 - 1) < 1e-9 } == true && numbers.standardDeviation == nil)
        #expect(isClose(numbers.lowerQuartile, -0.05e308) && numbers.median == 1.6e308)
        #expect(description.columns[2].numbers == nil && description.columns[2].distinct == 2)
        let data = try JSONEncoder().encode(description)
        #expect(try JSONDecoder().decode(TableDescription.self, from: data) == description)
        // The sum of the numbers overflows.
        let large = try TableDescription(table("x\n1.5e308\n1.7e308\n")).columns[0].numbers
        #expect(isClose(try #require(large?.mean), 1.6e308))
    }

    /// The two numbers around a quartile are also those around the next one.
    @Test func quartilesOfFewNumbersAreInterpolated() throws {
        let numbers = try #require(TableDescription(table("x\n1.5\n3.5\n")).columns[0].numbers)
        #expect([numbers.lowerQuartile, numbers.median, numbers.upperQuartile] == [2, 2.5, 3])
    }

    /// Dates are distinct if they are different times, however they are written.
    @Test func spellingsOfADateAreOneDate() throws {
        let dates = try TableDescription(
            table("d\n2020-01-02\n2020-01-02 00:00:00\n2020-01-01\n2020-01-01\n")
        ).columns[0]
        #expect(dates.kind == .date && dates.distinct == 2)
        #expect(dates.dates?.first == "2020-01-01")
    }

    @Test func rowsAreCountedAsDuplicatesOnlyIfAllCellsAreEqual() throws {
        let table = try table("a,b,c\n0,0.0,\n,-0.0,\n0,-0.0,\n,,x\n,,x\n0,,x\n")
        #expect(try TableDescription(table).duplicateRows == 2)
    }

    /// A contingency table that is too large for memory is counted from its cells.
    @Test func manyCategoriesAreCountedSparsely() throws {
        let (x, y): ([Int32], [Int32]) = ((0..<9000).map { $0 % 1500 }, (0..<9000).map { $0 % 1500 / 2 })
        // 1500 × 750 cells are few enough for a table.
        let dense = try #require(CramersV.value(x, 1500, y, 750))
        let sparse = try #require(CramersV.value(x, 1500, y, 1 << 20))
        #expect(dense == sparse && dense.value > 0.89)
    }
}
