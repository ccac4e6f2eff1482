import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// The values of blocks of rows add up to those of all rows, and steps that are fitted to them are those fitted to rows.
@Suite struct ColumnValuesTests {
    /// A table with numbers, dates and categories, some of which are missing, rare, constant or equal.
    private static func table(rows: Int, seed: UInt64) throws -> FeatureTable {
        var generator = SeededGenerator(seed: seed)
        func cells(_ make: (inout SeededGenerator) -> Double, missing: Int) -> [Double] {
            (0..<rows).map { _ in
                generator.next(below: 100) < missing ? .nan : make(&generator)
            }
        }
        let names: [String?] = (0..<rows).map { _ in
            let choice = generator.next(below: 12)
            return choice > 9 ? nil : ["a", "b", "B", "é", "e\u{301}", "10", "9", "", "z", "a b"][choice]
        }
        return try FeatureTable([
            .numbers(cells({ Double($0.next(below: 2_000_001)) / 1000 - 1000 }, missing: 0)),
            .numbers(cells({ Double($0.next(below: 5)) }, missing: 20)),
            .numbers(cells({ _ in 7 }, missing: 90)),
            .dates(cells({ Double($0.next(below: 40)) * 86_400 }, missing: 5)),
            .categories(CategoryColumn(names)),
            .categories(
                CategoryColumn((0..<rows).map { _ in generator.next(below: 50) == 0 ? "rare" : "often" })),
        ])
    }

    private static func blocks(of count: Int, seed: UInt64) -> [[Int]] {
        var generator = SeededGenerator(seed: seed)
        var blocks = [[Int]](repeating: [], count: 1 + generator.next(below: 5))
        for row in 0..<count { blocks[generator.next(below: blocks.count)].append(row) }
        return blocks.filter { !$0.isEmpty }
    }

    private static func sum(of table: FeatureTable, over blocks: [[Int]]) -> ColumnValues {
        let parts = blocks.map { ColumnValues(of: table.rows(at: $0)) }
        return parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
    }

    private func check<Step: SummaryEstimator>(
        _ step: Step, _ table: FeatureTable, _ summary: ColumnValues
    ) throws where Step.Summary == ColumnValues, Step.Model: Equatable {
        let target = Target.values([Double](repeating: 0, count: table.rowCount))
        let fitted = Result { try step.fit(table.features, to: target) }
        let shared = Result { try #require(try step.fit(summary, in: FitContext())) }
        switch (fitted, shared) {
        case (.success(let one), .success(let two)): #expect(one == two, "\(Step.kind)")
        case (.failure(let one), .failure(let two)): #expect("\(one)" == "\(two)", "\(Step.kind)")
        default: Issue.record("\(Step.kind): \(fitted), but \(shared)")
        }
    }

    @Test(arguments: 1...20) func stepsFittedToValuesAreThoseFittedToRows(seed: UInt64) throws {
        let rows = [3, 17, 150, 900][Int(seed) % 4]
        let table = try Self.table(rows: rows, seed: seed)
        let blocks = Self.blocks(of: rows, seed: seed)
        let summary = Self.sum(of: table, over: blocks)
        #expect(summary.rowCount == rows)
        try summary.validate()
        for drop in [nil, OneHotEncoder.Drop.first] {
            try check(OneHotEncoder(drop: drop), table, summary)
            try check(OneHotEncoder(drop: drop, minFrequency: 0.05, maxCategories: 4), table, summary)
        }
        try check(OrdinalEncoder(), table, summary)
        try check(
            OrdinalEncoder(handleUnknown: .useEncodedValue, unknownValue: 3, encodedMissingValue: -2), table,
            summary)
        for addIndicator in [false, true] {
            try check(SimpleImputer(strategy: .mostFrequent, addIndicator: addIndicator), table, summary)
        }
        try check(SimpleImputer(strategy: .median), table, summary)  // refused for categories

        let numbers = table.columns(at: [0, 1, 2])
        let values = Self.sum(of: numbers, over: blocks)
        try check(SimpleImputer(strategy: .median, addIndicator: true), numbers, values)
        try check(RobustScaler(), numbers, values)
        try check(RobustScaler(quantileMin: 1, quantileMax: 90, unitVariance: true), numbers, values)
        try check(QuantileTransformer(nQuantiles: 40), numbers, values)
        let whole = table.columns(at: [0])
        let wholeValues = Self.sum(of: whole, over: blocks)
        for method in KBinsDiscretizer.QuantileMethod.allCases {
            try check(KBinsDiscretizer(nBins: 4, quantileMethod: method), whole, wholeValues)
        }
    }

    @Test func quantilesAreThoseOfTheColumn() throws {
        let table = try Self.table(rows: 400, seed: 3)
        let summary = Self.sum(of: table, over: Self.blocks(of: 400, seed: 3))
        #expect(summary.columnCount == 6)
        for column in 0..<4 {
            let numbers = AscendingNumbers(of: table.columns[column].numbers ?? [])
            let expected = numbers.linear(percentages: [10, 50, 90])
            #expect(summary.quantiles([10, 50, 90], ofColumn: column) == expected)
        }
        #expect(summary.quantiles([50], ofColumn: 4) == nil)
        for column in [FeatureColumn.numbers([.nan]), .dates([.nan])] {
            #expect(ColumnValues(of: try FeatureTable([column])).quantiles([50], ofColumn: 0) == nil)
        }
    }

    /// Parameters without medians, quantiles or categories are fitted to rows.
    @Test func otherParametersDoNotUseTheSummary() throws {
        #expect(!SimpleImputer().usesSummary && !SimpleImputer(strategy: .constant).usesSummary)
        #expect(!KBinsDiscretizer(strategy: .kmeans).usesSummary)
        let summary = ColumnValues(of: FeatureTable(Matrix([[1], [2]])))
        #expect(try SimpleImputer().fit(summary, in: FitContext()) == nil)
        #expect(try KBinsDiscretizer(strategy: .uniform).fit(summary, in: FitContext()) == nil)
    }

    /// Blocks of different tables may have different names.
    @Test func countsOfOtherNamesAreAdded() {
        var counts = CategoryCounts(of: CategoryColumn(["b", "e\u{301}", nil, "b"]))
        counts.add(CategoryCounts(of: CategoryColumn(["a", "é", nil, nil])))
        #expect(counts.names.map { ExactText($0) } == ["a", "b", "e\u{301}", "é"].map { ExactText($0) })
        #expect(counts.counts == [1, 2, 1, 1] && counts.missingCount == 3)
        // Equal counts, but canonically equivalent names.
        var composed = CategoryCounts(of: CategoryColumn(["é"]))
        composed.add(CategoryCounts(of: CategoryColumn(["e\u{301}"])))
        #expect(composed.counts == [1, 1])
    }

    @Test func damagedValuesAreRefused() throws {
        let values = ColumnValues(of: try Self.table(rows: 30, seed: 1))
        let text = String(decoding: try JSONEncoder().encode(values), as: UTF8.self)
        #expect(try JSONDecoder().decode(ColumnValues.self, from: Data(text.utf8)) == values)
        for (found, replacement) in [
            ("\"rowCount\":30", "\"rowCount\":31"), ("\"missingCount\":0", "\"missingCount\":-1"),
            ("[\"\",\"10\"", "[\"10\",\"10\""),
        ] {
            #expect(text.contains(found))
            let damaged = try JSONDecoder().decode(
                ColumnValues.self, from: Data(text.replacingOccurrences(of: found, with: replacement).utf8))
            #expect(throws: (any Error).self) { try damaged.validate() }
        }
        for lists in [[[2, 1]], [[1], []]] as [[[Double]]] {
            let numbers = AscendingNumbers(lists: lists, missingCount: 0)
            #expect(throws: (any Error).self) { try numbers.validate() }
        }
    }
}
