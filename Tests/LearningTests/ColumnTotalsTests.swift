import Foundation
import Testing

@testable import Learning

/// Fits to totals of columns, added up over parts of the rows, are those to the rows.
@Suite struct ColumnTotalsTests {
    /// The dates have times in the last row only; the first part of a column of numbers has none.
    private static func table() throws -> FeatureTable {
        let rows = 0..<24
        let names: [String?] = rows.map { $0 % 7 == 2 ? nil : ["10", "2", "x"][$0 * $0 % 3] }
        return try FeatureTable([
            .numbers(rows.map { $0 < 6 || $0 % 5 == 1 ? .nan : Double($0 * 3 % 11) / 4 }),
            .categories(CategoryColumn(names)),
            .dates(rows.map { $0 % 4 == 3 ? .nan : 86_400 * Double($0 * 5 % 13) + ($0 == 22 ? 60 : 0) }),
        ])
    }

    private static let target = Target.values((0..<24).map(Double.init))

    private static func totals(_ x: FeatureTable, _ sizes: [Int]) -> ColumnTotals {
        var start = 0
        var sum: ColumnTotals?
        for size in sizes {
            let part = ColumnTotals(of: x.rows(at: Array(start..<start + size)))
            if sum == nil { sum = part } else { sum?.add(part) }
            start += size
        }
        return sum ?? ColumnTotals(of: x)
    }

    private static let parts: [[Int]] = [[24], [6, 18], [Int](repeating: 1, count: 24), [0, 23, 1]]

    @Test(arguments: parts) func imputersAreThoseOfTheRows(_ sizes: [Int]) throws {
        let x = try Self.table()
        for imputer in [SimpleImputer(), SimpleImputer(addIndicator: true)] {
            let some = x.columns(at: [0, 2])
            let model = try imputer.fit(Self.totals(some, sizes), in: FitContext())
            let expected = try imputer.fit(some, to: Self.target)
            // Quarters and seconds add up without rounding.
            #expect(model == expected)
        }
        for imputer in [
            SimpleImputer(strategy: .constant), SimpleImputer(strategy: .constant, fillValue: 3),
        ] {
            let some = x.columns(at: [0, 2])
            #expect(
                try imputer.fit(Self.totals(some, sizes), in: FitContext())
                    == imputer.fit(some, to: Self.target))
        }
        for imputer in [
            SimpleImputer(strategy: .mostFrequent), SimpleImputer(strategy: .constant, fillValue: "none"),
        ] {
            let some = x.columns(at: [1])
            #expect(
                try imputer.fit(Self.totals(some, sizes), in: FitContext())
                    == imputer.fit(some, to: Self.target))
        }
    }

    @Test(arguments: parts) func encodersAreThoseOfTheRows(_ sizes: [Int]) throws {
        let x = try Self.table()
        let categories = x.columns(at: [1])
        let totals = Self.totals(categories, sizes)
        for encoder in [OneHotEncoder(), OneHotEncoder(drop: .first, minFrequency: 7)] {
            #expect(try encoder.fit(totals, in: FitContext()) == encoder.fit(categories, to: Self.target))
        }
        for encoder in [OrdinalEncoder(), OrdinalEncoder(encodedMissingValue: -1)] {
            #expect(try encoder.fit(totals, in: FitContext()) == encoder.fit(categories, to: Self.target))
        }
        let dates = x.columns(at: [2])
        let encoder = DatetimeEncoder(resolution: .minute)
        let model = try encoder.fit(Self.totals(dates, sizes), in: FitContext())
        #expect(model == (try encoder.fit(dates, to: Self.target)))
        #expect(model.outputCount == 6)
    }

    @Test func aColumnWithoutValuesIsDropped() throws {
        let x = try FeatureTable([.numbers([.nan, .nan]), .numbers([1, 2])])
        let model = try SimpleImputer().fit(ColumnTotals(of: x), in: FitContext())
        #expect(model.fills == [.dropped, .number(1.5)])
        #expect(try model == SimpleImputer().fit(x, to: .values([1, 2])))
    }

    @Test func whatNeedsAllValuesIsRefused() throws {
        let numbers = try ColumnTotals(of: FeatureTable([.numbers([1, 2])]))
        for strategy in [SimpleImputer.Strategy.median, .mostFrequent] {
            let imputer = SimpleImputer(strategy: strategy)
            #expect(imputer.obstacle(toTotalsOf: .number) != nil)
            #expect(throws: LearningError.self) { try imputer.fit(numbers, in: FitContext()) }
        }
        #expect(OneHotEncoder().obstacle(toTotalsOf: .number) != nil)
        #expect(throws: LearningError.self) { try OneHotEncoder().fit(numbers, in: FitContext()) }
        #expect(throws: LearningError.self) { try OrdinalEncoder().fit(numbers, in: FitContext()) }
        #expect(throws: LearningError.self) {
            try SimpleImputer(strategy: .mean).fit(
                ColumnTotals(of: FeatureTable([.categories(CategoryColumn(["a"]))])), in: FitContext())
        }
    }

    @Test(arguments: parts) func sumsHaveAllRows(_ sizes: [Int]) throws {
        let sum = Self.totals(try Self.table(), sizes)
        #expect(sum.rowCount == 24)
        try sum.validate()
    }

    @Test func totalsAreValidated() throws {
        let totals = try ColumnTotals(of: FeatureTable([.numbers([5, .nan])]))
        try totals.validate()
        let text = String(decoding: try JSONEncoder().encode(totals), as: UTF8.self)
        // A row more than cells; and a negative number of cells, which adds up to the rows.
        for replacements in [
            ["\"rowCount\":2": "\"rowCount\":3"],
            ["\"count\":1": "\"count\":-1", "\"missingCount\":1": "\"missingCount\":3"],
        ] {
            let damaged = replacements.reduce(text) { text, replacement in
                #expect(text.contains(replacement.key))
                return text.replacingOccurrences(of: replacement.key, with: replacement.value)
            }
            let read = try JSONDecoder().decode(ColumnTotals.self, from: Data(damaged.utf8))
            #expect(throws: (any Error).self) { try read.validate() }
        }
        #expect(ColumnTotals.kind == "column-totals" && !ColumnTotals.growsWithRows)
    }

    /// The mean of sorted numbers is far from the first of them.
    @Test func originsFarFromTheMeansAreFound() throws {
        let values = (0..<100).map { $0 == 0 ? 1e6 : Double($0 % 7) }
        let x = try #require(FeatureTable([.numbers(values), .numbers(values.map { -$0 / 3 + 5 })]).matrix)
        let target = Target.values(values)
        func moments(_ origin: Origin) -> Moments {
            Moments(of: x, target, about: origin, detail: .products)
        }
        let near = moments(Origin(amid: x, target))
        #expect(near.betterOrigin == nil)
        let far = moments(Origin(row: [1e9, 0], target: 0))
        let better = try #require(far.betterOrigin)
        #expect(better.row[1] == 0 && better.target == 0)
        #expect(abs(better.row[0] - near.means[0]) <= 1e-3)
        #expect(moments(better).betterOrigin == nil)
    }
}
